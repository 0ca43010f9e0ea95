#!/bin/sh
# Installs the kiosk on a machine that is one: programs, accounts, services. Run again, it updates.
set -eu
umask 022

here=$(cd "$(dirname "$0")/.." && pwd)
root=

usage() {
    cat <<'END'
Usage :
  sh deploy/install.sh                  installe la borne, ou la met à jour (en root)
  sh deploy/install.sh --files DOSSIER  pose seulement les fichiers sous DOSSIER, sans rien lancer

Pour Debian 12, Debian 13 et Ubuntu 24.04, avec systemd. Avant : apt-get install pcscd libccid cage xwayland
cups cups-client cups-ipp-utils, et les paquets que demande « sh deploy/quickstart.sh ».

Ce qui est posé : les programmes dans /opt/guichet-cps, les réglages dans /etc/guichet-cps (jamais écrasés), les
services dans /etc/systemd/system, le compte « borne ». Les chiffres, dans /var/lib/guichet-cps, ne sont pas touchés.
Rien ne démarre : la fin dit les commandes.
END
}

say() {
    printf '==> %s\n' "$*"
}

stop() {
    printf 'ÉCHEC : %s\n' "$*" >&2
    exit 1
}

put() {
    mode=$1
    from=$2
    to=$root$3
    mkdir -p "$(dirname "$to")"
    install -m "$mode" "$here/deploy/$from" "$to"
}

put_files() {
    for unit in guichet-cps.service guichet-cps-selftest.service guichet-cps-selftest.timer guichet-cps-lecteur.path \
        guichet-cps-lecteur.service pcscd.socket.d/guichet-cps.conf; do
        put 644 "systemd/$unit" "/etc/systemd/system/$unit"
    done
    put 644 systemd/sysusers.conf /etc/sysusers.d/guichet-cps.conf
    put 644 systemd/tmpfiles.conf /etc/tmpfiles.d/guichet-cps.conf
    put 644 systemd/40-guichet-cps.rules /etc/polkit-1/rules.d/40-guichet-cps.rules
    for page in "$here"/deploy/guide/*.md; do
        put 644 "guide/$(basename "$page")" "/opt/guichet-cps/guide/$(basename "$page")"
    done
    [ -e "$root/etc/guichet-cps/guichet-cps.toml" ] ||
        put 644 guichet-cps.example.toml /etc/guichet-cps/guichet-cps.toml
}

# Byte for byte what the locks say. A new environment beside the old one, so that a failure leaves the old one whole; and
# it stays until the next update, because the kiosk that runs in it has not imported everything yet.
put_programs() {
    new=/opt/guichet-cps/programmes-$(date +%s)
    say "Programmes dans $new (une à trois minutes)"
    mkdir -p /opt/guichet-cps/bin
    python3 -m venv "$new"
    for lock in build.lock ../requirements.lock; do
        PATH="$new/bin:$PATH" "$new/bin/python" -m pip --disable-pip-version-check install --quiet --no-cache-dir \
            --require-hashes --no-build-isolation --requirement "$here/deploy/$lock"
    done
    "$new/bin/python" -m pip --disable-pip-version-check install --quiet --no-cache-dir --no-deps \
        --no-build-isolation "$here"
    "$new/bin/guichet-cps" --version >/dev/null
    old=$(readlink /opt/guichet-cps/bin/guichet-cps || true)
    ln -sfn "$new/bin/guichet-cps" /opt/guichet-cps/bin/guichet-cps
    find /opt/guichet-cps -maxdepth 1 -name 'programmes-*' ! -path "$new" ! -path "${old%/bin/guichet-cps}" \
        -exec rm -rf {} +
}

install_all() {
    [ "$(id -u)" -eq 0 ] || stop "il faut être root."
    [ -d /run/systemd/system ] || stop "systemd ne tourne pas sur cette machine."
    put_programs
    put_files
    systemd-sysusers /etc/sysusers.d/guichet-cps.conf
    # The settings hold the hash of the staff code, which can be tried out by whoever reads it.
    chgrp borne /etc/guichet-cps/guichet-cps.toml
    chmod 640 /etc/guichet-cps/guichet-cps.toml
    systemd-tmpfiles --create /etc/tmpfiles.d/guichet-cps.conf
    systemctl daemon-reload
    say "Complétez /etc/guichet-cps/guichet-cps.toml, puis :"
    say "  systemctl enable --now guichet-cps-lecteur.path guichet-cps-selftest.timer"
    say "  systemctl restart pcscd.socket && systemctl enable --now guichet-cps"
    say "Guide : /opt/guichet-cps/guide/installation.md"
}

case ${1:-} in
    '') install_all ;;
    --files)
        [ -d "${2:-}" ] || stop "il faut un dossier qui existe."
        root=$2
        put_files
        ;;
    -h | --help) usage ;;
    *) usage >&2; exit 2 ;;
esac
