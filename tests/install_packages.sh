#!/usr/bin/env bash
# Debian's packages that tests drive: `browser` (chromium and a Japanese face, for the journeys) or `office`
# (LibreOffice and what draws pages, for `make test-full` and `make screenshots`). Installs what is missing where it
# may, else says how.
set -eu
needed=()
case "$1" in
browser)
  # playwright brings its own node, which is linked to libatomic; a minimal Debian has none.
  ldconfig -p 2>/dev/null | grep -q 'libatomic\.so\.1' || needed+=(libatomic1)
  command -v chromium >/dev/null || needed+=(chromium)
  ;;
office)
  if ! program=$(command -v soffice); then
    needed+=(libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui)
  # An office that opens no slides is one, too.
  elif [ ! -e "$(dirname "$(readlink -f "$program")")/libslideshowlo.so" ]; then
    needed+=(libreoffice-impress-nogui)
  fi
  # Draws a paper's pages for the guides.
  command -v pdftoppm >/dev/null || needed+=(poppler-utils)
  ;;
esac
fc-list 2>/dev/null | grep -qi 'noto sans cjk' || needed+=(fonts-noto-cjk)
[ ${#needed[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fontconfig "${needed[@]}" >/dev/null
  exit 0
fi
echo "Missing: ${needed[*]}. Run: sudo apt-get install ${needed[*]}" >&2
exit 1
