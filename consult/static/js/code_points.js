// The server counts code points with one character per line break; scripts count UTF-16 units. Both ways:

export function codePointsBefore(text, unit) {
  return [...text.slice(0, unit)].length;
}

export function unitOf(text, codePoint) {
  let unit = 0;
  for (const character of text) {
    if (codePoint-- <= 0) break;
    unit += character.length;
  }
  return unit;
}
