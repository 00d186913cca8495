// What the page does not show at first: fetched when the first map stands, or when it is wanted sooner.
export const load = {
  weights: () => import('./WeightsEditor.svelte'),
  row: () => import('./RowDetails.svelte'),
  selection: () => import('../../../selection/SelectionDetails.svelte'),
  phone: () => import('./WorkloadPhone.svelte'),
};

export function loadAll(): Promise<unknown> {
  return Promise.all(Object.values(load).map((each) => each()));
}
