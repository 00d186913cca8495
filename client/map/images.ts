// Symbols drawn on demand: the style names an image, and the map asks for it when a tile first needs it.
import { type MapColours, mapColours } from '../layers/colours.ts';
import type { Theme } from '../state/classes.ts';

/** The name of an image in a theme, as the style writes it. */
export function imageId(theme: Theme, name: string): string {
  return `${theme}/${name}`;
}

export interface DrawnImage {
  image: ImageData;
  options: {
    pixelRatio: number;
    stretchX?: [number, number][];
    stretchY?: [number, number][];
    content?: [number, number, number, number];
  };
}

const pixelRatio = 2;

/** Lucide's paths (ISC) in a box of 24, by incident category. */
export const categoryPaths: Record<string, string> = {
  water:
    'M7 16.3c2.2 0 4-1.83 4-4.05 0-1.16-.57-2.26-1.71-3.19S7.29 6.75 7 5.3c-.29 1.45-1.14 2.84-2.29 3.76S3 11.1 3 12.25c0 2.22 1.8 4.05 4 4.05zM12.56 6.6A10.97 10.97 0 0 0 14 3.02c.5 2.5 2 4.9 4 6.5s3 3.5 3 5.5a6.98 6.98 0 0 1-11.91 4.97',
  refuse:
    'M10 11v6M14 11v6M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6M3 6h18M8 6V4a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v2',
  noise:
    'M11 4.702a.705.705 0 0 0-1.203-.498L6.413 7.587A1.4 1.4 0 0 1 5.416 8H3a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2.416a1.4 1.4 0 0 1 .997.413l3.383 3.384A.705.705 0 0 0 11 19.298zM16 9a5 5 0 0 1 0 6M19.364 18.364a9 9 0 0 0 0-12.728',
  parking:
    'M19 17h2c.6 0 1-.4 1-1v-3c0-.9-.7-1.7-1.5-1.9C18.7 10.6 16 10 16 10s-1.3-1.4-2.2-2.3c-.5-.4-1.1-.7-1.8-.7H5c-.6 0-1.1.4-1.4.9l-1.4 2.9A3.7 3.7 0 0 0 2 12v4c0 .6.4 1 1 1h2M5 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0M9 17h6M15 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0',
  lighting:
    'M4 14a1 1 0 0 1-.78-1.63l9.9-10.2a.5.5 0 0 1 .86.46l-1.92 6.02A1 1 0 0 0 13 10h7a1 1 0 0 1 .78 1.63l-9.9 10.2a.5.5 0 0 1-.86-.46l1.92-6.02A1 1 0 0 0 11 14z',
  fire: 'M8.5 14.5A2.5 2.5 0 0 0 11 12c0-1.38-.5-2-1-3-1.072-2.143-.224-4.054 2-6 .5 2.5 2 4.9 4 6.5 2 1.6 3 3.5 3 5.5a7 7 0 1 1-14 0c0-1.153.433-2.294 1-3a2.5 2.5 0 0 0 2.5 2.5z',
  dispute: 'M21 15a2 2 0 0 1-2 2H7l-4 4V5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2zM12 7v3M12 13.5v.01',
  other: 'M5 12h.01M12 12h.01M19 12h.01',
};

/** Undefined: no image has this name. */
export function drawImage(id: string): DrawnImage | undefined {
  const [theme, kind, variant, state] = id.split('/');
  if (theme !== 'light' && theme !== 'dark') return undefined;
  const colours = mapColours[theme];
  switch (kind) {
    case 'incident':
      return incidentDisc(colours, variant ?? 'other', state === 'open');
    case 'diamond':
      return square(16, (brush) => diamond(brush, colours));
    case 'octagon':
      return square(20, (brush) => octagon(brush, colours));
    case 'hatch':
      return hatch(variant === 'warning' ? colours.warning : colours.ink);
    case 'pin':
      return pin(colours, variant);
    case 'plate':
      return plate(variant === 'accent' ? colours.accent : variant === 'ink' ? colours.ink : colours.surface);
    default:
      return undefined;
  }
}

type Brush = CanvasRenderingContext2D;

function draw(width: number, height: number, paint: (brush: Brush) => void): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = width * pixelRatio;
  canvas.height = height * pixelRatio;
  // painted in memory: reading a canvas back from the graphics card held the main thread for hundreds of milliseconds
  const brush = canvas.getContext('2d', { willReadFrequently: true })!;
  brush.scale(pixelRatio, pixelRatio);
  brush.lineJoin = 'round';
  brush.lineCap = 'round';
  paint(brush);
  return brush.getImageData(0, 0, canvas.width, canvas.height);
}

function square(size: number, paint: (brush: Brush) => void): DrawnImage {
  return { image: draw(size, size, paint), options: { pixelRatio } };
}

/** A disc of 22 px with the category's icon; open: ring 1.8 in ink, closed: 1.2 in grey. */
function incidentDisc(colours: MapColours, category: string, isOpen: boolean): DrawnImage {
  return square(26, (brush) => {
    brush.beginPath();
    brush.arc(13, 13, 11, 0, 2 * Math.PI);
    brush.fillStyle = colours.surface;
    brush.fill();
    brush.lineWidth = isOpen ? 1.8 : 1.2;
    brush.strokeStyle = isOpen ? colours.ink : colours.lineStrong;
    brush.stroke();
    brush.translate(13 - 6.5, 13 - 6.5);
    brush.scale(13 / 24, 13 / 24);
    brush.lineWidth = 2.2;
    brush.strokeStyle = isOpen ? colours.ink : colours.inkFaint;
    brush.stroke(new Path2D(categoryPaths[category] ?? categoryPaths.other));
  });
}

function diamond(brush: Brush, colours: MapColours): void {
  brush.translate(8, 8);
  brush.rotate(Math.PI / 4);
  brush.lineWidth = 4.5;
  brush.strokeStyle = colours.casing;
  brush.strokeRect(-3.6, -3.6, 7.2, 7.2);
  brush.lineWidth = 2;
  brush.strokeStyle = colours.defect;
  brush.strokeRect(-3.6, -3.6, 7.2, 7.2);
}

function octagon(brush: Brush, colours: MapColours): void {
  const path = new Path2D();
  for (let corner = 0; corner < 8; corner++) {
    const angle = Math.PI / 8 + (corner * Math.PI) / 4;
    path.lineTo(10 + 8 * Math.cos(angle), 10 + 8 * Math.sin(angle));
  }
  path.closePath();
  brush.fillStyle = colours.surface;
  brush.fill(path);
  brush.strokeStyle = colours.defect;
  brush.lineWidth = 1.8;
  brush.stroke(path);
  brush.stroke(new Path2D('M7.4 7.4l5.2 5.2M12.6 7.4l-5.2 5.2'));
}

/** Stripes at 45°, every 7 px across them; the tile repeats without a seam. */
function hatch(colour: string): DrawnImage {
  const side = 10;
  return square(side, (brush) => {
    brush.strokeStyle = colour;
    brush.lineWidth = 1.8;
    for (const offset of [-side, 0, side]) {
      brush.moveTo(offset - 2, side + 2);
      brush.lineTo(offset + side + 2, -2);
    }
    brush.stroke();
  });
}

/** With the icon of an incident's category, or with a plain dot. */
function pin(colours: MapColours, category: string | undefined): DrawnImage {
  const image = draw(34, 42, (brush) => {
    const path = new Path2D('M17 40C12 33 4 25.5 4 16.5a13 13 0 0 1 26 0C30 25.5 22 33 17 40z');
    brush.fillStyle = colours.accent;
    brush.fill(path);
    brush.lineWidth = 2.2;
    brush.strokeStyle = colours.surface;
    brush.stroke(path);
    brush.beginPath();
    brush.arc(17, 16.5, category === undefined ? 5 : 9, 0, 2 * Math.PI);
    brush.fillStyle = category === undefined ? colours.accentInk : colours.surface;
    brush.fill();
    if (category === undefined) return;
    brush.translate(17 - 6, 16.5 - 6);
    brush.scale(12 / 24, 12 / 24);
    brush.lineWidth = 2.2;
    brush.strokeStyle = colours.accent;
    brush.stroke(new Path2D(categoryPaths[category] ?? categoryPaths.other));
  });
  return { image, options: { pixelRatio } };
}

/** A rounded rectangle that stretches to its text, with a soft shadow. */
function plate(colour: string): DrawnImage {
  const [size, margin, radius] = [40, 6, 7];
  const image = draw(size, size, (brush) => {
    brush.shadowColor = 'rgba(20,23,28,0.28)';
    brush.shadowBlur = 5 * pixelRatio;
    brush.shadowOffsetY = 1 * pixelRatio;
    brush.fillStyle = colour;
    brush.beginPath();
    brush.roundRect(margin, margin, size - 2 * margin, size - 2 * margin, radius);
    brush.fill();
  });
  const [from, to] = [(margin + radius) * pixelRatio, (size - margin - radius) * pixelRatio];
  const [near, far] = [margin * pixelRatio, (size - margin) * pixelRatio];
  return {
    image,
    options: { pixelRatio, stretchX: [[from, to]], stretchY: [[from, to]], content: [near, near, far, far] },
  };
}
