// Which grid a moving place is in: asked at most ten times a second, one question at a time, and the last place always.

import type { Location } from '../../../../server/locate/schemas.ts';
import { fetchLocation } from '../../../api.ts';
import type { Place } from '../newIncident/newIncidentBody.ts';

const leastMs = 100;

export function createLiveAnswer() {
  let answer = $state.raw<{ place: Place; location: Location } | undefined>();
  let error = $state.raw<unknown>();
  let wanted: Place | undefined;
  let isAsking = false;
  let round = 0;

  async function askOn(): Promise<void> {
    isAsking = true;
    const mine = round;
    while (wanted !== undefined && mine === round) {
      const place = wanted;
      wanted = undefined;
      // the server is asked at most this often while a pin is dragged
      const pause = new Promise((resume) => setTimeout(resume, leastMs));
      try {
        const location = await fetchLocation(place);
        if (mine === round) [answer, error] = [{ place, location }, undefined];
      } catch (reason) {
        if (mine === round) error = reason;
      }
      await pause;
    }
    if (mine === round) isAsking = false;
  }

  return {
    /** Of the place asked for last, or of one shortly before. */
    get location() {
      return answer?.location;
    },
    /** Where the answer is about. */
    get place() {
      return answer?.place;
    },
    get error() {
      return error;
    },
    ask(place: Place): void {
      wanted = place;
      if (!isAsking) void askOn();
    },
    forget(): void {
      round += 1;
      isAsking = false;
      wanted = undefined;
      [answer, error] = [undefined, undefined];
    },
  };
}
