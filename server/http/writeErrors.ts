// What every write of something that exists can answer beside success; for `response` of a route's schema.
import {
  badRequestResponse,
  notFoundResponse,
  preconditionFailedResponse,
  preconditionRequiredResponse,
  problemResponse,
  tooLargeResponse,
  unavailableResponse,
  unsupportedMediaTypeResponse,
} from '../responses.ts';

/** A route that knows more conflicts says so itself. */
const movingResponse = problemResponse('The boundaries moved all the while; send it again');

/** Of one that sends no body. */
export const deleteErrors = {
  400: badRequestResponse,
  404: notFoundResponse,
  409: movingResponse,
  412: preconditionFailedResponse,
  428: preconditionRequiredResponse,
  503: unavailableResponse,
};

export const writeErrors = {
  ...deleteErrors,
  413: tooLargeResponse,
  415: unsupportedMediaTypeResponse,
};

/** Of one that creates. */
export const createErrors = {
  400: badRequestResponse,
  404: notFoundResponse,
  409: movingResponse,
  413: tooLargeResponse,
  415: unsupportedMediaTypeResponse,
  503: unavailableResponse,
};
