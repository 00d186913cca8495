// Something on the map that can be taken and put elsewhere: with the mouse at once, with a finger after a moment, so that a
// finger that pans does not take it along.
import type { Map as MapLibre, MapMouseEvent, MapTouchEvent, Point } from 'maplibre-gl';

export interface Draggable {
  /** Ids of the style layers on which it is taken. */
  layers: readonly string[];
  /** At every frame in which it moved, in degrees. */
  moved(lon: number, lat: number): void;
  released(): void;
}

const holdMs = 300;
/** A finger that goes farther before the hold is over pans. */
const slopPx = 8;
/** Around a finger or pointer: the thing itself is 34 px wide. */
const reachPx = { mouse: 4, touch: 16 };

/** `current`: what can be dragged now, if anything. Returns what ends it. */
export function enableDragging(map: MapLibre, current: () => Draggable | undefined): () => void {
  let held: { thing: Draggable; offset: { x: number; y: number } } | undefined;
  let hold: { timer: ReturnType<typeof setTimeout>; at: Point } | undefined;

  function findAt({ x, y }: Point, reach: number): Draggable | undefined {
    const thing = current();
    const layers = (thing?.layers ?? []).filter((id) => map.getLayer(id) !== undefined);
    if (thing === undefined || layers.length === 0) return undefined;
    const found = map.queryRenderedFeatures(
      [
        [x - reach, y - reach],
        [x + reach, y + reach],
      ],
      { layers },
    );
    return found.length === 0 ? undefined : thing;
  }

  /** Where it was taken stays under the pointer: the pin's tip is below the hand. */
  function take(thing: Draggable, at: Point): void {
    const [feature] = map.queryRenderedFeatures({ layers: [...thing.layers] });
    const geometry = feature?.geometry;
    const tip = geometry?.type === 'Point' ? map.project(geometry.coordinates as [number, number]) : at;
    held = { thing, offset: { x: tip.x - at.x, y: tip.y - at.y } };
    map.dragPan.disable();
    map.getCanvas().style.cursor = 'grabbing';
  }

  function move(at: Point): void {
    if (held === undefined) return;
    const { lng, lat } = map.unproject([at.x + held.offset.x, at.y + held.offset.y]);
    map.getCanvas().style.cursor = 'grabbing';
    held.thing.moved(lng, lat);
  }

  function release(): void {
    const thing = held?.thing;
    stopHold();
    held = undefined;
    map.dragPan.enable();
    map.getCanvas().style.cursor = '';
    thing?.released();
  }

  function stopHold(): void {
    clearTimeout(hold?.timer);
    hold = undefined;
  }

  const down = (event: MapMouseEvent) => {
    if (event.originalEvent.button !== 0) return;
    const thing = findAt(event.point, reachPx.mouse);
    if (thing === undefined) return;
    event.preventDefault();
    take(thing, event.point);
    addEventListener('mouseup', release, { once: true });
  };
  const mouseMove = (event: MapMouseEvent) => {
    if (held !== undefined) move(event.point);
    else if (current() !== undefined && findAt(event.point, reachPx.mouse))
      map.getCanvas().style.cursor = 'grab';
  };
  const touchStart = (event: MapTouchEvent) => {
    stopHold();
    if (event.points.length > 1) {
      if (held !== undefined) release();
      return;
    }
    const thing = findAt(event.point, reachPx.touch);
    if (thing === undefined) return;
    hold = { timer: setTimeout(() => take(thing, event.point), holdMs), at: event.point };
  };
  const touchMove = (event: MapTouchEvent) => {
    if (held !== undefined) {
      event.preventDefault();
      move(event.point);
    } else if (hold !== undefined && event.point.dist(hold.at) > slopPx) stopHold();
  };
  const touchEnd = () => (held === undefined ? stopHold() : release());

  map.on('mousedown', down);
  map.on('mousemove', mouseMove);
  map.on('touchstart', touchStart);
  map.on('touchmove', touchMove);
  map.on('touchend', touchEnd);
  map.on('touchcancel', touchEnd);
  return () => {
    stopHold();
    removeEventListener('mouseup', release);
    map.off('mousedown', down);
    map.off('mousemove', mouseMove);
    map.off('touchstart', touchStart);
    map.off('touchmove', touchMove);
    map.off('touchend', touchEnd);
    map.off('touchcancel', touchEnd);
  };
}
