import { Type } from 'typebox';
import { creating, patching, replacing, showing } from '../points/schemas.ts';

const people = Type.Integer({
  minimum: 0,
  maximum: 30000,
  default: 1,
  description: 'Residents',
  examples: [3],
});
const keyPersons = Type.Integer({
  minimum: 0,
  maximum: 30000,
  default: 0,
  description: 'Residents who need regular visits',
  examples: [1],
});
const building = Type.String({
  maxLength: 200,
  default: '',
  description: 'Shared by the households of one building',
  examples: ['B-12'],
});
const personal = {
  address: Type.String({ maxLength: 500, description: 'Personal', examples: ['1 Harbour Road'] }),
  contact: Type.String({
    maxLength: 200,
    description: 'Personal: whom to ask for',
    examples: ['Example Person'],
  }),
  phone: Type.String({ maxLength: 50, description: 'Personal', examples: ['000-1234'] }),
};

const fields = {
  people: Type.Optional(people),
  keyPersons: Type.Optional(keyPersons),
  building: Type.Optional(building),
  address: Type.Optional(personal.address),
  contact: Type.Optional(personal.contact),
  phone: Type.Optional(personal.phone),
};

export const NewHousehold = creating(fields);
export const HouseholdReplacement = replacing(fields);
export const HouseholdPatch = patching({}, { people, keyPersons, building, ...personal });
export const Household = showing({ people, keyPersons, building });
