// Which of the three layouts fits: the widths are those of the interface guide.
type Layout = 'phone' | 'narrow' | 'wide';

const phone = matchMedia('(max-width: 767px)');
const narrow = matchMedia('(max-width: 1199px)');

class Viewport {
  layout = $state.raw<Layout>(measure());

  constructor() {
    const update = () => {
      this.layout = measure();
    };
    phone.addEventListener('change', update);
    narrow.addEventListener('change', update);
  }
}

function measure(): Layout {
  return phone.matches ? 'phone' : narrow.matches ? 'narrow' : 'wide';
}

export const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

export const viewport = new Viewport();
