// The map once more, out of sight, in the size of the page: what is on the screen stays as it is.
import { Map as MapLibre } from 'maplibre-gl';
import { drawImage } from '../map/images.ts';
import type { Picture } from '../state/stage.svelte.ts';

/** A map that loads no more tiles for so long is taken as it is. */
const longestWaitMs = 30_000;

/** @returns the drawn map; `dispose` when it has been copied */
export async function drawMap(
  picture: Picture,
  size: { width: number; height: number; pixelRatio: number },
): Promise<{ canvas: HTMLCanvasElement; zoom: number; dispose: () => void }> {
  const container = document.createElement('div');
  container.setAttribute('aria-hidden', 'true');
  container.style.cssText = `position: fixed; left: -${size.width + 100}px; top: 0; width: ${size.width}px; height: ${size.height}px;`;
  container.inert = true;
  document.body.append(container);
  const { lon, lat } = picture.camera;
  // all that is in sight now, as large as the page allows
  const zoom =
    picture.camera.zoom +
    Math.log2(Math.min(size.width / picture.room.width, size.height / picture.room.height));
  const map = new MapLibre({
    container,
    style: picture.style,
    center: [lon, lat],
    zoom,
    interactive: false,
    attributionControl: false,
    fadeDuration: 0,
    pixelRatio: size.pixelRatio,
    canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  const dispose = () => {
    map.remove();
    container.remove();
  };
  try {
    map.setMissingStyleImageResolver(async (id) => {
      const drawn = drawImage(id);
      if (drawn !== undefined && !map.hasImage(id)) map.addImage(id, drawn.image, drawn.options);
    });
    await new Promise<void>((resolve) => void map.once('style.load', () => resolve()));
    const drawn = new Promise<void>((resolve) => {
      // a tile that never comes must not keep the picture from being made
      const timer = setTimeout(resolve, longestWaitMs);
      map.once('idle', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    showValues(map, picture);
    await drawn;
    return { canvas: map.getCanvas(), zoom, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function showValues(map: MapLibre, { values, marks }: Picture): void {
  if (map.getSource('grids') === undefined) return;
  const grid = (id: number) => ({ source: 'grids', sourceLayer: 'grids', id });
  for (const [id, value] of values) map.setFeatureState(grid(id), { value, known: true });
  if (marks.selected !== undefined) map.setFeatureState(grid(marks.selected), { selected: true });
  if (marks.runnerUp !== undefined) map.setFeatureState(grid(marks.runnerUp), { runnerUp: true });
}
