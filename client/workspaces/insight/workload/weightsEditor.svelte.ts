// Other weights, tried in the browser until they are saved or given up.
import { createQuery, useQueryClient } from '@tanstack/svelte-query';
import { untrack } from 'svelte';
import type { WorkloadWeights } from '../../../../core/workload.ts';
import type { RegionWeights } from '../../../../server/analysis/weightsSchemas.ts';
import { ApiError, fetchWeights, type Tagged } from '../../../api.ts';
import { words } from '../../../messages/messages.svelte.ts';
import { toasts } from '../../../state/toasts.svelte.ts';
import { view } from '../../../state/view.svelte.ts';
import { sameWeights, type WeightKey, withWeight } from '../../../state/workloadPreview.ts';
import { write } from '../../../state/write.ts';
import type { WorkspaceContext } from '../../workspace.ts';

/** To be called while a component is made: it asks the server. */
export function createWeightsEditor(context: WorkspaceContext) {
  const client = useQueryClient();
  const query = createQuery(() => ({
    queryKey: ['weights', context.region.code, context.region.changeSequence],
    queryFn: ({ signal }) => fetchWeights(context.region.code, signal),
    enabled: view.workspace === 'insight' && view.insight.page === 'workload',
    placeholderData: <Answer>(
      previous: Answer | undefined,
      before: { queryKey: readonly unknown[] } | undefined,
    ) => (before?.queryKey[1] === context.region.code ? previous : undefined),
  }));

  let isOpen = $state(false);
  let draft = $state.raw<WorkloadWeights | null>(null);
  /** What the draft began with, and would replace. */
  let base = $state.raw<Tagged<RegionWeights> | null>(null);
  /** Names of the fields that hold no weight. */
  let invalid = $state.raw<ReadonlySet<WeightKey>>(new Set());
  let isSaving = $state(false);
  let error = $state.raw<unknown>(null);
  /** Saved, and not yet in the answer that the map shows. */
  let awaited = $state.raw<{ weights: WorkloadWeights; instead: WorkloadWeights | undefined } | null>(null);

  const inForce = $derived(context.queries.workload.data?.weights);
  const isChanged = $derived(draft !== null && base !== null && !sameWeights(draft, base.value.weights));
  /** Somebody else's, saved since the draft was begun. */
  const theirs = $derived(
    base !== null && query.data !== undefined && !sameWeights(query.data.value.weights, base.value.weights)
      ? query.data
      : null,
  );
  const tried = $derived.by(() => {
    const isOnPage = view.workspace === 'insight' && view.insight.page === 'workload';
    if (!isOnPage || inForce === undefined) return null;
    const weights = isOpen ? draft : awaited?.weights;
    return weights == null || sameWeights(weights, inForce) ? null : weights;
  });

  function begin(from: Tagged<RegionWeights>): void {
    base = from;
    draft = from.value.weights;
    invalid = new Set();
    error = null;
  }

  function close(): void {
    isOpen = false;
    draft = null;
    base = null;
    invalid = new Set();
    error = null;
  }

  // another region has weights of its own
  let regionCode = context.region.code;
  $effect.pre(() => {
    if (context.region.code === regionCode) return;
    regionCode = context.region.code;
    untrack(close);
    awaited = null;
  });

  // The draft begins when the weights are there; and what nobody has touched follows the weights in force.
  $effect.pre(() => {
    const latest = query.data;
    if (!isOpen || latest === undefined || query.isPlaceholderData) return;
    untrack(() => {
      if (base === null || (!isChanged && invalid.size === 0)) begin(latest);
      else if (sameWeights(latest.value.weights, base.value.weights)) base = latest;
    });
  });

  $effect(() => {
    if (
      awaited !== null &&
      (inForce === undefined || awaited.instead === undefined || !sameWeights(inForce, awaited.instead))
    ) {
      awaited = null;
    }
  });

  async function save(): Promise<void> {
    if (draft === null || base === null) return;
    const weights = draft;
    isSaving = true;
    error = null;
    try {
      await put(weights, base);
      awaited = { weights, instead: inForce };
      close();
      toasts.show(() => words().workload.weights.saved);
      // the next change sequence brings the new workload
      await Promise.all([
        client.invalidateQueries({ queryKey: ['regions'] }),
        client.invalidateQueries({ queryKey: ['weights', context.region.code] }),
      ]);
    } catch (reason) {
      // somebody was faster: theirs are fetched, and shown beside the draft
      if (reason instanceof ApiError && reason.status === 412) await query.refetch();
      error = reason instanceof ApiError && reason.status === 412 && theirs !== null ? null : reason;
    } finally {
      isSaving = false;
    }
  }

  function put(
    weights: WorkloadWeights,
    { etag, value: { defaults } }: Tagged<RegionWeights>,
  ): Promise<unknown> {
    const path = `/api/regions/${context.region.code}/weights`;
    return sameWeights(weights, defaults)
      ? write({ method: 'DELETE', path, etag })
      : write({ method: 'PUT', path, etag, body: weights });
  }

  return {
    query,
    get isOpen() {
      return isOpen;
    },
    get draft() {
      return draft;
    },
    get base() {
      return base;
    },
    get theirs() {
      return theirs;
    },
    get isChanged() {
      return isChanged;
    },
    get isInvalid() {
      return invalid.size > 0;
    },
    get isSaving() {
      return isSaving;
    },
    get error() {
      return error;
    },
    /** Weights that the map and the table show instead of those in force; null: none. */
    get tried() {
      return tried;
    },
    open(): void {
      isOpen = true;
      if (query.data !== undefined) begin(query.data);
    },
    /** `minutes` null: the field holds none; the draft keeps the last one. */
    set(key: WeightKey, minutes: number | null): void {
      const others = new Set([...invalid].filter((other) => other !== key));
      invalid = minutes === null ? others.add(key) : others;
      if (draft !== null && minutes !== null) draft = withWeight(draft, key, minutes);
    },
    toDefaults(): void {
      if (base !== null) draft = base.value.defaults;
      invalid = new Set();
    },
    takeTheirs(): void {
      if (theirs !== null) begin(theirs);
    },
    keepMine(): void {
      if (theirs !== null) base = theirs;
    },
    cancel: close,
    save,
  };
}
