import ChartScatter from '@lucide/svelte/icons/chart-scatter';
import MapPin from '@lucide/svelte/icons/map-pin';
import Spline from '@lucide/svelte/icons/spline';

export const workspaceIcons = { plan: Spline, dispatch: MapPin, insight: ChartScatter };
