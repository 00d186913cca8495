import { words } from '../../../messages/messages.svelte.ts';
import { categoryOf, isOfIncidents, type WeightKey } from '../../../state/workloadPreview.ts';

/** A category that the client has no word for goes by its code. */
export function weightName(key: WeightKey): string {
  if (!isOfIncidents(key)) return words().workload.weights.each[key];
  const category = categoryOf(key);
  return words().incident.categories[category] ?? category;
}
