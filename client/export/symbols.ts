// The legend's symbols, drawn in a box of 22 × 14.
import type { LegendSymbol } from '../legend/legendEntry.ts';

export const symbolSize = { width: 22, height: 14 };

/** The land below half-transparent colours, and the ink of outlines, as the light map has them. */
const land = '#F5F4F0';
const outline = 'rgba(20, 23, 28, 0.28)';

export function drawSymbol(
  brush: CanvasRenderingContext2D,
  symbol: LegendSymbol,
  x: number,
  y: number,
): void {
  const { width, height } = symbolSize;
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  brush.save();
  brush.lineJoin = 'round';
  switch (symbol.kind) {
    case 'fill':
      fill(brush, () => brush.roundRect(x, y, width, height, 3), symbol.colour, symbol.opacity);
      break;
    case 'hatch':
      hatch(brush, symbol.colour, x, y);
      break;
    case 'hexagon':
      fill(brush, () => polygon(brush, middleX, middleY, 7.5, 6, Math.PI / 6), symbol.colour, symbol.opacity);
      break;
    case 'ramp':
      ramp(brush, symbol.colours, x, y);
      break;
    case 'line':
      brush.strokeStyle = symbol.colour;
      brush.lineWidth = symbol.width;
      brush.setLineDash([...(symbol.dash ?? [])]);
      brush.beginPath();
      brush.moveTo(x, middleY);
      brush.lineTo(x + width, middleY);
      brush.stroke();
      break;
    case 'disc':
      brush.fillStyle = symbol.colour;
      brush.beginPath();
      brush.arc(middleX, middleY, 4, 0, 2 * Math.PI);
      brush.fill();
      break;
    case 'ring':
      stroke(brush, symbol.colour, 1.8, () => brush.arc(middleX, middleY, 5, 0, 2 * Math.PI));
      break;
    case 'diamond':
      stroke(brush, symbol.colour, 2, () => polygon(brush, middleX, middleY, 5.5, 4, 0));
      break;
    case 'octagon':
      stroke(brush, symbol.colour, 2, () => polygon(brush, middleX, middleY, 6.5, 8, Math.PI / 8));
      break;
  }
  brush.restore();
}

function hatch(brush: CanvasRenderingContext2D, colour: string, x: number, y: number): void {
  const { width, height } = symbolSize;
  brush.beginPath();
  brush.roundRect(x, y, width, height, 3);
  brush.fillStyle = land;
  brush.fill();
  brush.save();
  brush.clip();
  brush.strokeStyle = colour;
  brush.lineWidth = 1.6;
  brush.beginPath();
  for (let from = x - height; from < x + width; from += 6) {
    brush.moveTo(from, y + height);
    brush.lineTo(from + height, y);
  }
  brush.stroke();
  brush.restore();
  brush.strokeStyle = colour;
  brush.lineWidth = 1.2;
  brush.beginPath();
  brush.roundRect(x, y, width, height, 3);
  brush.stroke();
}

function fill(brush: CanvasRenderingContext2D, path: () => void, colour: string, opacity = 1): void {
  brush.beginPath();
  path();
  brush.fillStyle = land;
  brush.fill();
  brush.globalAlpha = opacity;
  brush.fillStyle = colour;
  brush.fill();
  brush.globalAlpha = 1;
  brush.strokeStyle = outline;
  brush.lineWidth = 1;
  brush.stroke();
}

function stroke(brush: CanvasRenderingContext2D, colour: string, width: number, path: () => void): void {
  brush.strokeStyle = colour;
  brush.lineWidth = width;
  brush.beginPath();
  path();
  brush.stroke();
}

function ramp(brush: CanvasRenderingContext2D, colours: readonly string[], x: number, y: number): void {
  const gradient = brush.createLinearGradient(x, 0, x + symbolSize.width, 0);
  colours.forEach((colour, index) => {
    gradient.addColorStop(index / Math.max(1, colours.length - 1), colour);
  });
  brush.fillStyle = land;
  brush.fillRect(x, y + 2, symbolSize.width, symbolSize.height - 4);
  brush.fillStyle = gradient;
  brush.fillRect(x, y + 2, symbolSize.width, symbolSize.height - 4);
}

function polygon(
  brush: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  corners: number,
  turn: number,
): void {
  for (let corner = 0; corner < corners; corner++) {
    const angle = turn + (corner * 2 * Math.PI) / corners;
    const [px, py] = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    if (corner === 0) brush.moveTo(px, py);
    else brush.lineTo(px, py);
  }
  brush.closePath();
}
