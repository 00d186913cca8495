// What every write of something that exists can answer beside success; for `response` of a route's schema.
import {
  badRequestResponse,
  notFoundResponse,
  preconditionFailedResponse,
  preconditionRequiredResponse,
  tooLargeResponse,
  unavailableResponse,
  unsupportedMediaTypeResponse,
} from '../responses.ts';

/** Of one that sends no body. */
export const deleteErrors = {
  400: badRequestResponse,
  404: notFoundResponse,
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
  413: tooLargeResponse,
  415: unsupportedMediaTypeResponse,
  503: unavailableResponse,
};
