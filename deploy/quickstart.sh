#!/bin/sh
# Installs what guichet-cps needs on Debian 12, Debian 13 or Ubuntu 24.04, then starts the demonstration or the checks.
# French is what the person in front of the terminal reads; --help tells the rest.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
venv=$root/.venv
python=/usr/bin/python3 # the one python3-dev has headers for, whatever stands first on the PATH
policy=/usr/sbin/policy-rc.d
policy_is_ours=no
scratch=
elevated=
failed=

build_packages='ca-certificates python3 python3-venv python3-dev gcc libc6-dev libpcsclite-dev'
# Kivy's wheel brings SDL and looks for these: OpenGL, EGL to draw without a display, X with its touch
# input, and libmtdev, whose package is named differently on each distribution (mtdev-tools brings it).
screen_packages='libgl1 libgl1-mesa-dri libegl1 libxcursor1 libxi6 libxrandr2 mtdev-tools'
# libfribidi0 lets Pillow shape text with HarfBuzz, as Kivy does: Roboto has no narrow non-breaking space of its own.
test_packages='xvfb xauth pcscd opensc vsmartcard-vpcd cups cups-client cups-filters cups-ipp-utils avahi-daemon dbus
    xdotool x11-utils poppler-utils fonts-dejavu-core libfribidi0 util-linux iproute2 procps git systemd
    postgresql cage xwayland libseccomp2 nftables apparmor python3-apparmor usbguard debhelper dh-apparmor dpkg-dev
    mmdebstrap apt-utils gnupg'

usage() {
    cat <<'END'
Usage :
  sh deploy/quickstart.sh [demo [OPTIONS]]  installe la borne et lance la démonstration (carte simulée)
  sh deploy/quickstart.sh test              installe aussi les outils d’essai et passe tous les contrôles
  sh deploy/quickstart.sh --help            affiche cette aide

OPTIONS est transmis à « guichet-cps demo » (par exemple : --profile puk-one-try).

Prévu pour Debian 12, Debian 13 et Ubuntu 24.04, en root ou avec sudo (les essais en ont besoin pour
lancer un vrai pcscd dans des espaces de noms). Il faut un accès aux dépôts
de la distribution et à un index Python (celui que pip utilise déjà sur cette machine).

Ce qui est modifié :
  - des paquets du système sont installés par apt-get, seulement s’ils manquent ; leurs services
    (cups, pcscd, avahi-daemon, postgresql) ne sont pas démarrés par cette commande, mais le seront au prochain
    démarrage de la machine, comme le veut la distribution ; usbguard, lui, est désactivé ;
  - tout le reste va dans le dossier du projet : .venv (programmes), demo-output (images).
    Supprimer ces deux dossiers efface tout.

Sans écran (ni DISPLAY ni WAYLAND_DISPLAY), la démonstration se joue seule et laisse ses images.
La commande peut être relancée : ce qui est déjà fait n’est pas refait.
END
}

say() {
    printf '==> %s\n' "$*"
}

stop() {
    printf 'ÉCHEC : %s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

clean_up() {
    if [ "$policy_is_ours" = yes ]; then
        policy_is_ours=no
        as_root rm -f "$policy"
    fi
    # What root has written there, root removes.
    [ -z "$scratch" ] || $elevated rm -rf "$scratch"
}

# --- system packages -------------------------------------------------------------------------------------------------

check_system() {
    command -v apt-get >/dev/null || stop "apt-get est introuvable : il faut Debian 12, Debian 13 ou Ubuntu 24.04."
    distribution=$(. /etc/os-release && printf '%s %s' "${ID:-}" "${VERSION_ID:-}")
    case $distribution in
        'debian 12' | 'debian 13' | 'ubuntu 24.04') ;;
        *) say "Attention : « $distribution » n’a pas été essayée ; on continue." ;;
    esac
}

is_installed() {
    dpkg-query --show --showformat='${db:Status-Status}\n' "$1" 2>/dev/null | grep -q '^installed$'
}

missing_packages() {
    for package in "$@"; do
        is_installed "$package" || printf '%s ' "$package"
    done
}

# Debian's way to install a service without starting it; a policy that the machine already has is left alone.
hold_services() {
    if [ ! -e "$policy" ]; then
        policy_is_ours=yes
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
    fi
}

install_packages() {
    missing=$(missing_packages "$@")
    if [ -z "$missing" ]; then
        say "Paquets du système : tous présents."
        return
    fi
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        stop "il manque des paquets et sudo est absent. En root : apt-get install --no-install-recommends $missing"
    fi
    say "Installation des paquets du système qui manquent : $missing"
    hold_services
    as_root apt-get -q update || say "Attention : la liste des paquets n’a pas pu être mise à jour en entier (voir ci-dessus)."
    # shellcheck disable=SC2086 # a list of package names, one word each
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
        install --no-install-recommends $missing ||
        stop "apt-get n’a pas pu installer : $missing (sous Ubuntu, le dépôt « universe » est nécessaire)."
    # Without rules it would leave a machine without keyboard at its next start; only its parser is used here.
    case " $missing " in
        *' usbguard '*) as_root systemctl disable usbguard.service usbguard-dbus.service >/dev/null 2>&1 || : ;;
    esac
}

# --- Python packages -------------------------------------------------------------------------------------------------

check_python() {
    "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' ||
        stop "$("$python" --version) ne convient pas : il faut Python 3.11, 3.12 ou 3.13."
}

# The machine's own pip configuration says where from; the lock says what, byte for byte. No cache: what was once built
# with other tools must not come back. The environment's own swig is the one that is used.
install_locked() {
    PATH="$venv/bin:$PATH" PIP_NO_CACHE_DIR=1 PIP_USER=0 \
        "$venv/bin/python" -m pip --disable-pip-version-check install --quiet "$@"
}

# A new Python, another place or other build tools make a new environment.
make_venv() {
    base=$("$python" -c 'import sys; print(sys.version)'; printf '%s\n' "$root"; cat "$root/deploy/build.lock")
    if [ "$(cat "$venv/quickstart-base" 2>/dev/null)" = "$base" ]; then
        return
    fi
    say "Création de l’environnement Python dans $venv"
    "$python" -m venv --clear "$venv"
    install_locked --require-hashes --requirement "$root/deploy/build.lock"
    printf '%s\n' "$base" >"$venv/quickstart-base"
}

install_python() {
    lock=$1
    make_venv
    stamp=$venv/quickstart-$(basename "$lock")
    wanted=$(cat "$lock" "$root/pyproject.toml" | sha256sum)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
        say "Paquets Python : déjà installés."
        return
    fi
    say "Installation des paquets Python de $(basename "$lock"), sommes vérifiées (une à trois minutes)"
    rm -f "$stamp"
    install_locked --require-hashes --no-build-isolation --requirement "$lock"
    # setuptools warns at length that an editable installation is one.
    PYTHONWARNINGS=ignore install_locked --no-deps --no-build-isolation --editable "$root"
    printf '%s\n' "$wanted" >"$stamp"
}

# --- what is started -------------------------------------------------------------------------------------------------

# Runs a command of the environment with a home and a scratch folder of its own: nothing is left elsewhere.
# Debian keeps cupsd and pcscd in /usr/sbin, which is not on everybody's PATH.
contained() {
    program=$1
    shift
    mkdir -p "$scratch/home"
    # shellcheck disable=SC2086 # words without spaces in them
    $elevated env HOME="$scratch/home" XDG_CACHE_HOME="$scratch/home/.cache" XDG_CONFIG_HOME="$scratch/home/.config" \
        XDG_DATA_HOME="$scratch/home/.local/share" XAUTHORITY="${XAUTHORITY:-${HOME:-}/.Xauthority}" \
        TMPDIR="$scratch" PATH="$venv/bin:$PATH:/usr/sbin:/sbin" "$venv/bin/$program" "$@"
}

demo() {
    # shellcheck disable=SC2086
    install_packages $build_packages $screen_packages
    check_python
    install_python "$root/requirements.lock"
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        say "Démonstration dans une fenêtre, avec une carte simulée. Fermez la fenêtre pour finir."
        contained guichet-cps demo "$@"
    else
        say "Pas d’écran : la visite « carte bloquée » se joue seule."
        contained guichet-cps demo --headless --output "$root/demo-output" "$@"
        say "Images de chaque écran, reçu et fiche : $root/demo-output"
    fi
}

check() {
    say "Contrôle : $*"
    contained "$@" || failed="$failed $1"
}

# The real pcscd, its virtual reader and CUPS run in namespaces of their own, which only root may open. Python and its
# tools write nothing into the checkout then, or its owner could not remove it.
become_root() {
    [ "$(id -u)" -ne 0 ] || return 0
    command -v sudo >/dev/null || stop "les essais ouvrent des espaces de noms : il faut être root ou avoir sudo."
    say "Les essais ouvrent des espaces de noms : pytest est lancé par sudo."
    elevated="sudo env PYTHONDONTWRITEBYTECODE=1 HYPOTHESIS_STORAGE_DIRECTORY=$scratch/hypothesis ${CI:+CI=$CI}"
}

run_checks() {
    # shellcheck disable=SC2086
    install_packages $build_packages $screen_packages $test_packages
    check_python
    install_python "$root/deploy/test.lock"
    check ruff check .
    check mypy
    check lint-imports
    become_root
    say "Essais sur tous les cœurs : moins de dix minutes sur une machine qui en a deux."
    check pytest --numprocesses auto --dist loadfile --no-loadscope-reorder ${elevated:+-p no:cacheprovider}
    [ -z "$failed" ] || stop "ces contrôles ne passent pas :$failed"
    say "Tous les contrôles passent."
}

main() {
    action=${1:-demo}
    [ $# -eq 0 ] || shift
    case $action in
        -h | --help) usage; exit 0 ;;
        demo | test) ;;
        *) usage >&2; exit 2 ;;
    esac
    if [ "$action" = test ] && [ $# -gt 0 ]; then usage >&2; exit 2; fi
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    unset PYTHONPATH PYTHONHOME
    # A short name, for sockets; CUPS, which runs as another user, has to pass through it.
    scratch=$(mktemp -d /tmp/gcps.XXXXXX)
    chmod 711 "$scratch"
    cd "$root"
    check_system
    if [ "$action" = test ]; then run_checks; else demo "$@"; fi
}

main "$@"
