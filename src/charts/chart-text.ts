/**
 * A name as text of a chart. ECharts reads `{style|text}` in labels and text tooltips as markup, so that a name could
 * lose letters or end a style early: braces become their full-width twins, line breaks become blanks.
 */
export function chartText(text: string): string {
  return text.replaceAll('{', '｛').replaceAll('}', '｝').replace(/\s+/gu, ' ')
}

/** About how wide text is, in em: Han characters are square, most others half as wide. */
export function widthInEm(text: string): number {
  let width = 0
  for (const character of text) width += character.charCodeAt(0) < 0x2000 ? 0.6 : 1
  return width
}
