// The recipes of docs/api.md: a shell or Python block to copy, and often a block with what it answers.

export interface Recipe {
  /** Heading and number within it. */
  title: string;
  language: 'sh' | 'python';
  script: string;
  /** What standard output looks like, where the document shows it; `…` stands for anything. */
  answer: string | undefined;
}

const fence = /^```(\w*)\n([\s\S]*?)^```$/gm;

export function recipesOf(markdown: string): Recipe[] {
  const recipes: Recipe[] = [];
  for (const section of markdown.split(/^(?=#{2,3} )/m)) {
    const heading = /^#+ (.*)$/m.exec(section)?.[1] ?? '';
    let number = 0;
    for (const [, language = '', content = ''] of section.matchAll(fence)) {
      const last = recipes.at(-1);
      if (language === 'sh' || language === 'python') {
        number += 1;
        recipes.push({ title: `${heading}, recipe ${number}`, language, script: content, answer: undefined });
      } else if (number > 0 && last && ['json', 'text', 'csv'].includes(language)) {
        last.answer = content;
      }
    }
  }
  return recipes;
}

/** Line by line, white space at the ends aside; `…` stands for any text, alone on a line for any lines. */
export function answerPattern(answer: string): RegExp {
  const parts = answer
    .trim()
    .split(/\s*\n\s*/)
    .map((line) => (line === '…' ? '[\\s\\S]*?' : line.split('…').map(literal).join('.*?')));
  return new RegExp(`^\\s*${parts.join('\\s*?')}\\s*$`);
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
