// The page: title and dates above, the map, its legend beside it, scale and source below. White, whatever the screen's theme.
import type { LegendSection } from '../legend/legendEntry.ts';
import { drawSymbol, symbolSize } from './symbols.ts';

export interface PageTexts {
  title: string;
  /** Version of the boundaries, and the period. */
  subtitle: readonly string[];
  source: string;
  scale: { text: string; px: number };
}

/** A4 across, at 96 dots an inch and twice as many in the picture. */
export const page = { width: 1123, height: 794, pixelRatio: 2 };
const margin = 32;
const legendWidth = 232;
const gap = 20;
const headHeight = 62;
const footHeight = 26;
export const mapSize = {
  width: page.width - 2 * margin - legendWidth - gap,
  height: page.height - 2 * margin - headHeight - footHeight,
};

const ink = '#14171C';
const muted = '#4F5763';
const line = '#E2E5E9';

export function composePage(
  map: CanvasImageSource,
  legend: readonly LegendSection[],
  texts: PageTexts,
  fontFamily: string,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = page.width * page.pixelRatio;
  canvas.height = page.height * page.pixelRatio;
  const brush = canvas.getContext('2d');
  if (brush === null) throw new Error('this browser draws on no canvas');
  brush.scale(page.pixelRatio, page.pixelRatio);
  brush.fillStyle = '#FFFFFF';
  brush.fillRect(0, 0, page.width, page.height);
  const write = new Writer(brush, fontFamily);

  write.text(texts.title, margin, margin + 24, { size: 24, weight: 620 });
  write.text(texts.subtitle.join(' · '), margin, margin + 46, { size: 13, colour: muted });

  const top = margin + headHeight;
  brush.drawImage(map, margin, top, mapSize.width, mapSize.height);
  brush.strokeStyle = line;
  brush.strokeRect(margin, top, mapSize.width, mapSize.height);
  drawScale(brush, write, texts.scale, margin + 10, top + mapSize.height - 12);

  drawLegend(brush, write, legend, margin + mapSize.width + gap, top);
  write.text(texts.source, margin, page.height - margin, { size: 11, colour: muted });
  return canvas;
}

function drawScale(
  brush: CanvasRenderingContext2D,
  write: Writer,
  scale: PageTexts['scale'],
  x: number,
  y: number,
): void {
  brush.fillStyle = 'rgba(255, 255, 255, 0.85)';
  brush.fillRect(x - 6, y - 22, scale.px + 12, 28);
  write.text(scale.text, x, y - 9, { size: 11, colour: ink });
  brush.strokeStyle = ink;
  brush.lineWidth = 1.4;
  brush.beginPath();
  brush.moveTo(x, y - 5);
  brush.lineTo(x, y);
  brush.lineTo(x + scale.px, y);
  brush.lineTo(x + scale.px, y - 5);
  brush.stroke();
}

function drawLegend(
  brush: CanvasRenderingContext2D,
  write: Writer,
  legend: readonly LegendSection[],
  x: number,
  top: number,
): void {
  let y = top;
  const right = x + legendWidth;
  for (const section of legend) {
    y += 15;
    write.text(section.title, x, y, { size: 14, weight: 600 });
    y += 8;
    for (const entry of section.entries) {
      drawSymbol(brush, entry.symbol, x, y + 3);
      const left = x + symbolSize.width + 10;
      const room = legendWidth - symbolSize.width - 10 - (entry.count === undefined ? 0 : 48);
      const end = write.paragraph(entry.text, left, y + 15, room, { size: 13, lineHeight: 17 });
      if (entry.count !== undefined)
        write.text(entry.count, right, y + 15, { size: 13, colour: muted, align: 'right' });
      y = Math.max(y + 23, end + 8);
    }
    if (section.note !== undefined) {
      y = write.paragraph(section.note, x, y + 16, legendWidth, { size: 12, lineHeight: 16, colour: muted });
    }
    y += 18;
  }
}

interface Style {
  size: number;
  weight?: number;
  colour?: string;
  align?: CanvasTextAlign;
}

class Writer {
  readonly #brush: CanvasRenderingContext2D;
  readonly #family: string;

  constructor(brush: CanvasRenderingContext2D, family: string) {
    this.#brush = brush;
    this.#family = family;
  }

  text(text: string, x: number, y: number, style: Style): void {
    this.#set(style);
    this.#brush.fillText(text, x, y);
  }

  /** @returns the base of the last line */
  paragraph(
    text: string,
    x: number,
    y: number,
    width: number,
    style: Style & { lineHeight: number },
  ): number {
    this.#set(style);
    const lines = breakLines(text, (part) => this.#brush.measureText(part).width <= width);
    lines.forEach((part, index) => {
      this.#brush.fillText(part, x, y + index * style.lineHeight);
    });
    return y + (lines.length - 1) * style.lineHeight;
  }

  #set({ size, weight = 400, colour = ink, align = 'left' }: Style): void {
    this.#brush.font = `${weight} ${size}px ${this.#family}`;
    this.#brush.fillStyle = colour;
    this.#brush.textAlign = align;
  }
}

/** Breaks at blanks, and between Chinese characters but not before their punctuation. What fits nowhere stands alone. */
export function breakLines(text: string, fits: (line: string) => boolean): string[] {
  const words = text.match(/\p{Script=Han}[，。；：、）”]*|[^\s\p{Script=Han}]+|\s+/gu) ?? [];
  const lines: string[] = [];
  let current = '';
  for (const word of words) {
    if (current !== '' && !fits((current + word).trimEnd())) {
      lines.push(current.trimEnd());
      current = word.trimStart();
    } else current += word;
  }
  if (current.trim() !== '') lines.push(current.trimEnd());
  return lines;
}
