#!/bin/sh
# Makes the Debian packages of this checkout for the release that it runs on.
set -eu
umask 022

root=$(cd "$(dirname "$0")/../.." && pwd -P)
out=$root/paquets

usage() {
    cat <<'END'
Usage : sh deploy/debian/build.sh [--output DOSSIER]

Fabrique guichet-cps_VERSION_ARCH.deb et guichet-cps-machine_VERSION_all.deb pour la distribution de cette machine
(Debian 12, Debian 13 ou Ubuntu 24.04), dans DOSSIER (sinon dans « paquets », à côté de « deploy »).

Avant, en root :
  apt-get install --no-install-recommends dpkg-dev debhelper dh-apparmor git python3-venv python3-dev gcc libc6-dev libpcsclite-dev

Les bibliothèques Python viennent de l’index que pip utilise déjà sur cette machine ; leurs sommes sont vérifiées. Les
paquets, eux, ne téléchargent rien quand ils s’installent. Comptez deux à quatre minutes.
END
}

while [ $# -gt 0 ]; do
    case $1 in
        --output) out=${2:?il manque le dossier}; shift 2 ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
done
for tool in git dpkg-buildpackage dh; do
    command -v "$tool" >/dev/null || { printf 'ÉCHEC : il manque %s (voir sh deploy/debian/build.sh --help).\n' "$tool" >&2; exit 1; }
done
mkdir -p "$out"
out=$(cd "$out" && pwd -P)

release=$(. /etc/os-release && case $ID in debian) printf 'deb%s' "$VERSION_ID" ;; *) printf '%s%s' "$ID" "$VERSION_ID" ;; esac)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/pyproject.toml")${GUICHET_CPS_VERSION_SUFFIX:-}+$release

work=$(mktemp -d "${TMPDIR:-/tmp}/guichet-cps-paquet.XXXXXX")
trap 'rm -rf "$work"' EXIT
source=$work/guichet-cps
mkdir "$source"
# What git knows and nothing else: neither caches nor an environment get into a package.
git -C "$root" -c safe.directory="$root" ls-files -z | (cd "$root" && xargs -0 cp --parents -t "$source")
cp -r "$source/deploy/debian" "$source/debian"
cat >"$source/debian/changelog" <<END
guichet-cps ($version) stable; urgency=medium

  * Voir CHANGELOG.md.

 -- guichet-cps <guichet-cps@users.noreply.github.com>  $(git -C "$root" -c safe.directory="$root" log -1 --format=%aD)
END
# Debian's built-in list asks for a C++ compiler; what is built here needs none.
(cd "$source" && dpkg-checkbuilddeps -I && dpkg-buildpackage --no-check-builddeps --unsigned-source --unsigned-changes --build=binary)
mv "$work"/*.deb "$out"
printf '==> %s\n' "$out"/*_"$version"_*.deb
