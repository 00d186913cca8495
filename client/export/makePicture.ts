// Prints the map or saves it as a picture: both are the same page. Loaded when one is wanted.
import { nameOf, words } from '../messages/messages.svelte.ts';
import { scaleBar } from '../state/scale.ts';
import { type Picture, stage } from '../state/stage.svelte.ts';
import { toasts } from '../state/toasts.svelte.ts';
import { composePage, mapSize, page } from './compose.ts';
import { drawMap } from './drawMap.ts';
import { printPage } from './printPage.ts';
import { fileName, saveFile } from './saveFile.ts';

export async function makePicture(purpose: 'print' | 'save'): Promise<void> {
  const picture = stage.current?.picture();
  if (picture === undefined) return;
  toasts.show(() => words().share.preparing);
  try {
    const blob = await blobOf(await drawPage(picture));
    if (purpose === 'print') await printPage(blob, titleOf(picture));
    else {
      const name = fileName(picture.region, [], 'png', new Date());
      saveFile(blob, name);
      toasts.show(() => words().share.saved(name));
    }
  } catch (error) {
    console.warn(error);
    toasts.fail(() => words().share.failed, {
      label: () => words().states.retry,
      run: () => void makePicture(purpose),
    });
  }
}

async function drawPage(picture: Picture): Promise<HTMLCanvasElement> {
  const { format, share } = words();
  const { region, period } = picture;
  const { canvas, zoom, dispose } = await drawMap(picture, { ...mapSize, pixelRatio: page.pixelRatio });
  try {
    const bar = scaleBar(zoom, picture.camera.lat, 140);
    const now = format.dateTime(Date.now(), region.timeZone);
    return composePage(
      canvas,
      picture.legend,
      {
        title: titleOf(picture),
        subtitle: [
          region.effectiveFrom === null
            ? share.versionAlways(region.boundaryVersion)
            : share.version(region.boundaryVersion, format.date(region.effectiveFrom, region.timeZone)),
          ...(period === undefined || period === '' ? [] : [share.period(period)]),
        ],
        source: share.source(region.isDemo ? share.sourceDemo : share.sourceOwn, now),
        scale: { text: format.distance(bar.metres), px: bar.px },
      },
      getComputedStyle(document.body).fontFamily,
    );
  } finally {
    dispose();
  }
}

function titleOf({ region }: Picture): string {
  return nameOf(region);
}

function blobOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('the picture is empty')) : resolve(blob)),
      'image/png',
    );
  });
}
