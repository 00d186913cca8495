import type { PointSubject } from '../points/subject.ts';
import { Household, HouseholdPatch, HouseholdReplacement, NewHousehold } from './schemas.ts';

export const households: PointSubject = {
  name: 'household',
  plural: 'households',
  fields: [
    { name: 'people', column: 'people', type: 'smallint', absent: 1 },
    { name: 'keyPersons', column: 'key_persons', type: 'smallint', absent: 0 },
    { name: 'building', column: 'building', type: 'text', absent: '' },
  ],
  personalFields: ['address', 'contact', 'phone'],
  schemas: { create: NewHousehold, replace: HouseholdReplacement, patch: HouseholdPatch, shown: Household },
  complete: (values) => values,
  findFaults: async () => [],
};
