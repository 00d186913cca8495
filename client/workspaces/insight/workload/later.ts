// Parts of the page that the first look at it does not need. They are fetched when they are wanted, or when the page has
// nothing else to do.

export const loadPhone = () => import('./WorkloadPhone.svelte');
export const loadWeightsEditor = () => import('./WeightsEditor.svelte');
export const loadSelection = () => import('../../../selection/Selection.svelte');
