// How far an incident has come, and how bad it is: the same scales wherever incidents are chosen or changed.

/** In the order in which work goes on. */
export const incidentStatuses = ['received', 'dispatched', 'in_hand', 'checked', 'closed'] as const;
export type IncidentStatus = (typeof incidentStatuses)[number];

/** From low to urgent. */
export const severities = [1, 2, 3, 4] as const;
