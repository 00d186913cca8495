import { UserError } from '../../../errors.ts';

/** File offsets are counted in signed 32 bits, and programs take them for bytes. */
export const LARGEST_FILE_BYTES = 2 ** 31 - 1;

/** The format cannot hold it. */
export class ExportTooLarge extends UserError {
  constructor(extension: string) {
    super(
      `The ${extension} of the shapefile would be larger than 2 GB, the largest that the format knows. ` +
        'Export a part with bbox or datetime, or take format gpkg',
    );
    this.name = 'ExportTooLarge';
  }
}

export function requireRoom(extension: string, bytes: number): void {
  if (bytes > LARGEST_FILE_BYTES) throw new ExportTooLarge(extension);
}
