/** From the first to behind the last character, counted in characters (not UTF-16 units), as the server counts. */
export type Mark = [start: number, end: number];

export interface Part {
  text: string;
  marked: boolean;
}

/** Cuts a text at its marks; marks may overlap, touch, be out of order or reach beyond the text. */
export function parts(text: string, marks: Mark[]): Part[] {
  const letters = [...text];
  const marked = letters.map((_, at) => marks.some(([start, end]) => start <= at && at < end));
  const found: Part[] = [];
  for (const [at, letter] of letters.entries()) {
    const last = found[found.length - 1];
    if (last && last.marked === marked[at]) last.text += letter;
    else found.push({ text: letter, marked: marked[at] ?? false });
  }
  return found;
}

/** Where the words of `query` stand in `text`, each at its first place, capitals or not. */
export function occurrences(text: string, query: string): Mark[] {
  const letters = [...text].map(folded);
  return query
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((word) => firstPlace(letters, [...word].map(folded)));
}

function firstPlace(letters: string[], word: string[]): Mark[] {
  const start = letters.findIndex((_, at) => word.every((letter, offset) => letters[at + offset] === letter));
  return start < 0 ? [] : [[start, start + word.length]];
}

/** One character stays one character, so that places still count. */
function folded(letter: string): string {
  const lower = letter.toLowerCase();
  return [...lower].length === 1 ? lower : letter;
}

/**
 * Marks in a pinyin reading, carried over to the characters they are read from: `a li` marked in `a li mu guo yuan`
 * marks 阿里 in 阿里木果园. None where the reading is not one syllable for each Chinese character.
 */
export function marksOfReading(title: string, reading: string, marks: Mark[]): Mark[] {
  const characters = placesOfHan(title);
  const syllables = placesOfSyllables(reading);
  if (syllables.length === 0 || syllables.length > characters.length) return [];
  return syllables.flatMap(([start, end], index): Mark[] => {
    const place = characters[index];
    const touched = marks.some(([from, to]) => from < end && start < to);
    return touched && place !== undefined ? [[place, place + 1]] : [];
  });
}

function placesOfHan(title: string): number[] {
  return [...title].flatMap((letter, at) => (/\p{Script=Han}/u.test(letter) ? [at] : []));
}

/** Empty unless the whole reading is lower-case syllables apart by single spaces. */
function placesOfSyllables(reading: string): Mark[] {
  if (!/^[a-zü]+( [a-zü]+)*$/.test(reading)) return [];
  return [...reading.matchAll(/[a-zü]+/g)].map((match): Mark => [match.index, match.index + match[0].length]);
}
