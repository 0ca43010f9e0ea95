"""Each protection, and the command that shows inside the running machine that it holds (exit status 0: it does).

A command that shows that something is refused shows first that the same thing, where it is allowed, is not.
"""

from __future__ import annotations

KIOSK = "$(pgrep -o -f 'm [k]iosk run')"
CGROUP = "/sys/fs/cgroup/system.slice/guichet-cps.service"


def as_kiosk(command: str) -> str:
    """As the kiosk's account, with the files as the kiosk sees them."""
    return f"nsenter --target {KIOSK} --mount -- setpriv --reuid borne --regid borne --init-groups {command}"


def in_unit(command: str) -> str:
    """As root, under the limits of the kiosk's unit: what its devices and its network allow."""
    return f"bash -c 'echo $$ >{CGROUP}/cgroup.procs && {command}' 2>/dev/null"


def status_says(field: str, value: str) -> str:
    return f"grep -q '^{field}:[[:space:]]*{value}$' /proc/{KIOSK}/status"


SEND = "echo x >/dev/udp/192.0.2.2/9"

MEASURES = {
    "tous les processus de la borne sont dans son service":
        "[ $(pgrep -c -u borne) -ge 3 ] && for p in $(pgrep -u borne); do "
        "grep -q '^0::/system.slice/guichet-cps.service$' /proc/$p/cgroup || exit 1; done",
    "cage, Xwayland et la borne tournent":
        "pgrep -u borne -x cage && pgrep -u borne -x Xwayland && pgrep -u borne -f 'm [k]iosk run'",
    "aucune session n’est ouverte pour la borne":
        "loginctl list-sessions --no-legend | grep -w root && ! loginctl list-sessions --no-legend | grep -w borne",
    "rien de la borne ne va dans un swap": f"[ $(cat {CGROUP}/memory.swap.max) = 0 ]",
    "aucune copie de mémoire": f"grep -E '^Max core file size +0 +0 ' /proc/{KIOSK}/limits",
    "la mémoire de la borne ne se lit pas, même par son compte":
        f"runuser -u borne -- cat /proc/$(pgrep -u borne -x cage)/maps >/dev/null && "
        f"! runuser -u borne -- cat /proc/{KIOSK}/maps 2>/dev/null",
    "aucun privilège à gagner": status_says("NoNewPrivs", "1"),
    "aucune capacité": f"{status_says('CapEff', '0*')} && {status_says('CapBnd', '0*')}",
    "un filtre d’appels système": status_says("Seccomp", "2"),
    "le système est en lecture seule pour la borne, ses chiffres non":
        f"{as_kiosk('touch /var/lib/guichet-cps/essai')} && rm /var/lib/guichet-cps/essai && "
        f"! nsenter --target {KIOSK} --mount -- touch /usr/essai 2>/dev/null && "
        f"! nsenter --target {KIOSK} --mount -- touch /etc/essai 2>/dev/null",
    "les programmes ne sont pas à la borne":
        "runuser -u borne -- test -w /var/lib/guichet-cps && "
        "! runuser -u borne -- test -w /usr/lib/guichet-cps/venv && "
        "! runuser -u borne -- test -w /var/lib/guichet-cps-programmes",
    "les dossiers personnels sont cachés":
        f"ls ~root/.profile && ! nsenter --target {KIOSK} --mount -- ls ~root/.profile 2>/dev/null",
    "ni disque ni console, mais l’écran":
        f"{in_unit(': </dev/dri/card0')} && : </dev/vda && ! {in_unit(': </dev/vda')} && "
        f": </dev/tty1 && ! {in_unit(': </dev/tty1')}",
    "aucun réseau hors de la machine pour la borne, même sans pare-feu":
        "ip link add essai type dummy && ip addr add 192.0.2.1/24 dev essai && ip link set essai up && "
        f"nft delete table inet guichet_cps && bash -c '{SEND}' && {in_unit('echo x >/dev/udp/127.0.0.1/9')} && "
        f"! {in_unit(SEND)} && systemctl restart guichet-cps-pare-feu && ! bash -c '{SEND}' && ip link del essai",
    "les chiffres et les réglages sont fermés aux autres comptes":
        "runuser -u borne -- cat /etc/guichet-cps/guichet-cps.toml >/dev/null && "
        "! runuser -u nobody -- cat /etc/guichet-cps/guichet-cps.toml 2>/dev/null && "
        "! runuser -u nobody -- cat /var/lib/guichet-cps/compteurs.sqlite3 2>/dev/null && "
        "! runuser -u guichet-cps-listes -- cat /etc/guichet-cps/guichet-cps.toml 2>/dev/null",
    "pcscd ne répond qu’à la borne":
        "runuser -u borne -- opensc-tool -l | grep -q Gem && ! runuser -u nobody -- opensc-tool -l | grep -q Gem",
    "aucun terminal sur l’écran":
        "systemctl is-active serial-getty@ttyS0 && ! systemctl is-active getty@tty1 && ! pgrep -a agetty",
    "la borne est dans les groupes video, audio et render, et dans aucun autre":
        "[ \"$(id -nG borne | tr ' ' '\\n' | sort | xargs)\" = 'audio borne render video' ]",
    "l’interface est sous AppArmor, qui ne lui a rien refusé":
        "for p in $(pgrep -u borne); do grep -q '^guichet-cps (enforce)' /proc/$p/attr/current || exit 1; done; "
        "! journalctl -k -b --no-pager | grep 'apparmor=\"DENIED\".*profile=\"guichet-cps\"'",
    "chaque service est noté 2 sur 10 au plus":
        "for u in guichet-cps guichet-cps-selftest guichet-cps-lecteur guichet-cps-listes guichet-cps-pare-feu; do "
        "systemd-analyze security --threshold=20 $u >/dev/null || exit 1; done",
    "le pare-feu refuse ce qui n’est pas nommé":
        "systemctl --quiet is-active guichet-cps-pare-feu && "
        "[ $(nft list table inet guichet_cps | grep -c 'policy drop') = 3 ]",
    "CUPS a ses réglages, une prise locale, et ses travaux en mémoire":
        "tr '\\0' ' ' </proc/$(pgrep -x cupsd)/cmdline | grep -q -- '-c /usr/share/guichet-cps/cups/cupsd.conf' && "
        "! ss -Hlntu | grep -q ':631 ' && [ $(stat -f -c %T /run/cups/spool) = tmpfs ]",
    "le noyau ne copie ni ne montre la mémoire, et n’écoute pas le clavier":
        "[ \"$(sysctl -n kernel.sysrq fs.suid_dumpable kernel.core_pattern kernel.yama.ptrace_scope "
        "kernel.kptr_restrict kernel.dmesg_restrict | xargs)\" = '0 0 |/bin/false 2 2 1' ]",
    "Ctrl-Alt-Suppr et le bouton d’arrêt ne font rien":
        "[ $(systemctl show -p LoadState --value ctrl-alt-del.target) = masked ] && "
        "[ $(systemctl show -p CtrlAltDelBurstAction --value) = none ] && "
        "busctl get-property org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager "
        "HandlePowerKey | grep -q ignore",
    "pcscd n’a ni capacité ni privilège à gagner":
        "p=$(pgrep -x pcscd) && grep -q '^NoNewPrivs:[[:space:]]*1$' /proc/$p/status && "
        "grep -q '^CapEff:[[:space:]]*0*$' /proc/$p/status && grep -q '^Seccomp:[[:space:]]*2$' /proc/$p/status",
}  # fmt: skip
