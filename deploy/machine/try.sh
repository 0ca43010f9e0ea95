#!/bin/sh
# A whole machine under QEMU with the package in it: to try by hand, or to be tried by scenarios.
set -eu
umask 022

here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
suite=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
folder=
packages=
play=
record=

usage() {
    cat <<'END'
Usage :
  sh deploy/machine/try.sh [OPTIONS] [SCÉNARIO…]

Une machine Debian entière sous QEMU, avec un lecteur de cartes USB, un écran tactile en portrait et un pavé numérique. Le
paquet y est installé comme sur une vraie. Avec un écran ici, elle s’ouvre dans une fenêtre : essayez la borne. Sans écran,
ou avec des scénarios, elle est essayée toute seule ; chaque scénario ajoute une ligne à DOSSIER/resultats.jsonl et garde des
images de l’écran.

  --suite NOM        bookworm ou trixie (sinon, celle de cette machine)
  --packages DOSSIER les paquets à installer (sinon, ils sont construits, pour la distribution de cette machine)
  --folder DOSSIER   où tout se passe, 8 Go (sinon, machine-essai dans le dossier du projet)
  --window           la fenêtre ; --scenarios : les scénarios, même avec un écran
  --resume           saute les scénarios déjà réussis
  --seed N           d’autres instants de coupure
  --record           écrit deploy/machine/resultats.md d’après les derniers résultats, et ne joue rien
  --list             la liste des scénarios

En root. Avant :
  apt-get install qemu-system-x86 qemu-utils mmdebstrap e2fsprogs tesseract-ocr tesseract-ocr-fra
  sh deploy/quickstart.sh
  et, sans --packages, ce que demande : sh deploy/debian/build.sh --help

Sans accélération matérielle, tout est environ quinze fois plus lent que sur une vraie machine ; comptez une heure et demie
pour tous les scénarios.
END
}

stop() {
    printf 'ÉCHEC : %s\n' "$*" >&2
    exit 1
}

say() {
    printf '==> %s\n' "$*" >&2
}

list() {
    sed -n 's/^@scenario("\(.*\)")$/\1/p' "$here/scenarios.py"
}

mode=scenarios
[ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || mode=window
while [ $# -gt 0 ]; do
    case $1 in
        --suite) suite=$2; shift ;;
        --packages) packages=$(cd "$2" && pwd -P); shift ;;
        --folder) folder=$2; shift ;;
        --window) mode=window ;;
        --scenarios) mode=scenarios ;;
        --resume) play="$play --resume" ;;
        --seed) play="$play --seed $2"; shift ;;
        --record) play="$play --record"; mode=scenarios; record=yes ;;
        --list) list; exit 0 ;;
        -h | --help) usage; exit 0 ;;
        -*) usage >&2; exit 2 ;;
        *) break ;;
    esac
    shift
done
[ $# -eq 0 ] || mode=scenarios

for tool in qemu-system-x86_64 qemu-img mmdebstrap mke2fs tesseract; do
    PATH="$PATH:/usr/sbin:/sbin" command -v "$tool" >/dev/null || stop "il manque $tool (voir --help)."
done
python=$root/.venv/bin/python
[ -x "$python" ] || python=$(command -v "${GUICHET_CPS_PYTHON:-}") || stop "lancez d’abord : sh deploy/quickstart.sh"
[ "$(id -u)" -eq 0 ] || stop "il faut être root pour fabriquer le disque."

folder=${folder:-$root/machine-essai}/$suite
mkdir -p "$folder"
folder=$(cd "$folder" && pwd -P)
printf '%s\n' "$suite" >"$folder/suite"

build_packages() {
    here_suite=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
    [ "$suite" = "$here_suite" ] || stop "les paquets pour $suite se construisent sous $suite ; donnez-les avec --packages."
    say "Paquets de ce dossier (une à quatre minutes)"
    sh "$root/deploy/debian/build.sh" --output "$folder/paquets" >"$folder/paquets.log" 2>&1 || {
        tail -n 5 "$folder/paquets.log" >&2
        stop "les paquets ne se construisent pas : $folder/paquets.log"
    }
    packages=$folder/paquets
}

# Nothing but what the packages ask for, a kernel, and what looks on from inside (essai/): apt fetches it here, and the
# machine itself has no network. The printer of a scenario asks for avahi, which no kiosk needs: it waits to be started.
make_root() {
    say "Système $suite dans $folder/racine (deux à cinq minutes)"
    rm -rf "$folder/racine"
    mmdebstrap --quiet --variant=minbase --aptopt='Apt::Install-Recommends "false"' \
        --aptopt='Acquire::Languages "none"' --dpkgopt='path-exclude=/usr/share/man/*' \
        --include=systemd-sysv,udev,kmod,dbus,linux-image-amd64,initramfs-tools,apt,opensc,usbutils,polkitd,iproute2 \
        --include=cups-ipp-utils,avahi-daemon \
        --customize-hook='mkdir "$1/paquets"' \
        --customize-hook="cp $packages/*.deb \"\$1/paquets\"" \
        --customize-hook='chroot "$1" sh -c "apt-get install --yes --no-install-recommends /paquets/*.deb"' \
        --customize-hook="cp -r $here/essai/. \"\$1\"" \
        --customize-hook='chroot "$1" systemctl --quiet disable avahi-daemon.service avahi-daemon.socket' \
        --customize-hook='chroot "$1" passwd --delete root; echo essai >"$1/etc/hostname"' \
        "$suite" "$folder/racine.neuve" >"$folder/racine.log" 2>&1 ||
        stop "le système n’a pas pu être fabriqué : $folder/racine.log"
    mv "$folder/racine.neuve" "$folder/racine"
}

make_disk() {
    rm -f "$folder/disque.img" "$folder/en-service.qcow2"
    PATH="$PATH:/usr/sbin:/sbin" mke2fs -q -t ext4 -d "$folder/racine" "$folder/disque.img" 6G >/dev/null
}

if [ -z "$record" ] && [ ! -e "$folder/disque.img" ]; then
    [ -n "$packages" ] || build_packages
    make_root
    make_disk
fi
[ "$mode" = scenarios ] || play="$play --window"
# shellcheck disable=SC2086 # options, one word each
exec "$python" "$here/play.py" --folder "$folder" $play "$@"
