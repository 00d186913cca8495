// One page with the picture on it, which is all that is printed; the screen does not show it.
import './print.css';
import { toasts } from '../state/toasts.svelte.ts';

export async function printPage(picture: Blob, title: string): Promise<void> {
  const url = URL.createObjectURL(picture);
  const image = new Image();
  image.id = 'printed-page';
  image.alt = title;
  image.src = url;
  await image.decode();
  document.body.append(image);
  document.documentElement.classList.add('prints-page');
  for (const { id } of toasts.shown) toasts.dismiss(id);
  // some browsers return from print() at once: the page goes when printing has ended
  addEventListener(
    'afterprint',
    () => {
      document.documentElement.classList.remove('prints-page');
      image.remove();
      URL.revokeObjectURL(url);
    },
    { once: true },
  );
  window.print();
}
