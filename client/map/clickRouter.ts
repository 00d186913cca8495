// One click reaches one handler: the first, in order, that finds something of its own under the pointer.

export interface ClickedFeature {
  properties: Record<string, unknown>;
  lon: number;
  lat: number;
}

export interface ClickHandler {
  /** Ids of style layers. */
  layers: readonly string[];
  click(feature: ClickedFeature): void;
}

export function routeClick(
  handlers: readonly ClickHandler[],
  find: (layers: readonly string[]) => ClickedFeature | undefined,
  otherwise: () => void,
): void {
  for (const handler of handlers) {
    const feature = find(handler.layers);
    if (feature !== undefined) {
      handler.click(feature);
      return;
    }
  }
  otherwise();
}
