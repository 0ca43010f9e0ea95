#!/bin/sh
# Makes or updates a signed APT repository of plain files. apt-ftparchive and gpg, since reprepro of Debian 12 keeps one
# version of a package only.
set -eu
umask 022

usage() {
    cat <<'FIN'
Usage : sh deploy/debian/repository.sh DOSSIER_DES_PAQUETS DEPOT --key CLE

Ajoute les .deb de DOSSIER_DES_PAQUETS au dépôt APT du dossier DEPOT (créé s’il n’existe pas), refait ses index et les signe
avec CLE : l’empreinte ou l’adresse d’une clé secrète de gpg. Relancer la commande ne change que la date des index.

La distribution vient de la version du paquet : +deb12 va dans bookworm, +deb13 dans trixie, +ubuntu24.04 dans noble. Les
versions d’avant restent. Pour en retirer une, effacez ses fichiers de DEPOT/pool et relancez la commande.

Un serveur web sert DEPOT tel quel : ce ne sont que des fichiers. La clé publique est à côté : DEPOT/guichet-cps.asc.

Avant, en root :
  apt-get install --no-install-recommends apt-utils gnupg
FIN
}

stop() {
    printf 'ÉCHEC : %s\n' "$*" >&2
    exit 1
}

packages=
repository=
key=
while [ $# -gt 0 ]; do
    case $1 in
        --key) [ $# -ge 2 ] || { usage >&2; exit 2; }; key=$2; shift ;;
        -h | --help) usage; exit 0 ;;
        -*) usage >&2; exit 2 ;;
        *)
            if [ -z "$packages" ]; then packages=$1
            elif [ -z "$repository" ]; then repository=$1
            else usage >&2; exit 2; fi
            ;;
    esac
    shift
done
[ -n "$packages" ] && [ -n "$repository" ] && [ -n "$key" ] || { usage >&2; exit 2; }

# Everything that can be refused is refused before the repository is touched.
for tool in apt-ftparchive gpg dpkg-deb; do
    command -v "$tool" >/dev/null || stop "il manque $tool (apt-get install --no-install-recommends apt-utils gnupg)."
done
gpg --batch --list-secret-keys "$key" >/dev/null 2>&1 || stop "gpg n’a pas la clé secrète « $key »."

suite_of() {
    case $1 in
        *+deb12) echo bookworm ;;
        *+deb13) echo trixie ;;
        *+ubuntu24.04) echo noble ;;
        *) return 1 ;;
    esac
}

# pool/bookworm/guichet-cps_1.0+deb12_amd64.deb
place_of() {
    name=$(dpkg-deb --show --showformat='${Package}_${Version}_${Architecture}' "$1") || stop "$1 n’est pas un paquet."
    version=${name#*_}
    version=${version%_*}
    suite=$(suite_of "$version") || stop "$1 : la version $version ne finit ni par +deb12, ni par +deb13, ni par +ubuntu24.04."
    # A colon (an epoch) is not for every web server.
    printf 'pool/%s/%s.deb' "$suite" "$(printf '%s' "$name" | sed 's/_[0-9]*:/_/')"
}

[ -d "$packages" ] || stop "$packages n’est pas un dossier."
found=no
for package in "$packages"/*.deb; do
    [ -e "$package" ] || continue
    found=yes
    place=$(place_of "$package")
    if [ -e "$repository/$place" ] && ! cmp -s "$package" "$repository/$place"; then
        stop "$place est déjà dans le dépôt, avec un autre contenu : une version publiée ne change plus."
    fi
done
[ $found = yes ] || [ -d "$repository/pool" ] || stop "il n’y a aucun .deb dans $packages."

mkdir -p "$repository"
repository=$(cd "$repository" && pwd -P)
exec 9>"$repository/.verrou"
flock --nonblock 9 || stop "le dépôt est déjà en train d’être mis à jour."
# On the same disk as what it becomes: each file is renamed into its place. One that a power cut left is of no use.
rm -rf "$repository"/.neuf.*
work=$(mktemp -d "$repository/.neuf.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

into_place() {
    mkdir -p "$(dirname "$2")"
    mv -f "$1" "$2"
}

for package in "$packages"/*.deb; do
    [ -e "$package" ] || continue
    place=$(place_of "$package")
    [ ! -e "$repository/$place" ] || continue
    cp "$package" "$work/paquet"
    into_place "$work/paquet" "$repository/$place"
    printf '==> %s\n' "$place"
done

# Not to be left to gpg-agent, which outlives this script: the lock.
sign() {
    gpg --quiet --batch --local-user "$key" --digest-algo SHA512 "$@" 9>&-
}

# The hash by whose name clients ask is the strongest that the index has.
one_hash='-o APT::FTPArchive::MD5=no -o APT::FTPArchive::SHA1=no -o APT::FTPArchive::SHA512=no'

# No Valid-Until: a kiosk or its administrator may be away for weeks, and an index that has run out stops every update.
make_index() {
    suite=$1
    index=$work/$suite
    architectures=$(for package in "pool/$suite"/*.deb; do dpkg-deb --field "$package" Architecture; done |
        sort -u | grep -vx all || true)
    [ -n "$architectures" ] || architectures=$(dpkg --print-architecture)
    for architecture in $architectures; do
        folder=$index/main/binary-$architecture
        mkdir -p "$folder"
        apt-ftparchive --arch "$architecture" $one_hash packages "pool/$suite" >"$folder/Packages"
        gzip -9 -n -k "$folder/Packages"
    done
    apt-ftparchive $one_hash \
        -o APT::FTPArchive::Release::Origin=guichet-cps -o APT::FTPArchive::Release::Label=guichet-cps \
        -o APT::FTPArchive::Release::Suite="$suite" -o APT::FTPArchive::Release::Codename="$suite" \
        -o APT::FTPArchive::Release::Architectures="$(echo $architectures)" \
        -o APT::FTPArchive::Release::Components=main -o APT::FTPArchive::Release::Acquire-By-Hash=yes \
        release "$index" >"$work/Release"
    mv "$work/Release" "$index/Release"
    sign --clearsign --output "$index/InRelease" "$index/Release"
    sign --armor --detach-sign --output "$index/Release.gpg" "$index/Release"
}

# First the indexes under the name of their hash, which is what a client that has the new InRelease asks for; a client that
# has the old one still finds the old ones. InRelease comes last, at once.
publish() {
    suite=$1
    index=$work/$suite
    home=$repository/dists/$suite
    for file in "$index"/main/*/*; do
        folder=main/$(basename "$(dirname "$file")")
        sum=$(sha256sum <"$file")
        cp "$file" "$work/index"
        into_place "$work/index" "$home/$folder/by-hash/SHA256/${sum%% *}"
        into_place "$file" "$home/$folder/$(basename "$file")"
    done
    for name in Release Release.gpg InRelease; do
        into_place "$index/$name" "$home/$name"
    done
    printf '==> dists/%s\n' "$suite"
}

cd "$repository"
gpg --batch --armor --export "$key" >"$work/guichet-cps.asc"
suites=
for suite in bookworm trixie noble; do
    [ -n "$(find "pool/$suite" -name '*.deb' 2>/dev/null)" ] || continue
    suites="$suites $suite"
    make_index "$suite"
done
# Nothing is published before everything is signed.
for suite in $suites; do publish "$suite"; done
mv -f "$work/guichet-cps.asc" "$repository/guichet-cps.asc"
