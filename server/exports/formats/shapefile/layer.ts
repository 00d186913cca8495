// One shapefile: the features of one type of geometry, or rows without any.

import type { Property } from '../../../features/collections/collection.ts';
import type { FeatureRow } from '../../../features/queries.ts';
import { cellOf, type ExportSubject } from '../../exportRequest.ts';
import type { Shape } from '../../shapes.ts';
import { DbfFile } from './dbfFile.ts';
import { type Field, fieldsOf } from './fields.ts';
import { GeometryFile } from './geometryFile.ts';

export class Layer {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly #shapes: GeometryFile | undefined;
  readonly #table: DbfFile;
  rows = 0;

  private constructor(
    name: string,
    fields: readonly Field[],
    shapes: GeometryFile | undefined,
    table: DbfFile,
  ) {
    this.name = name;
    this.fields = fields;
    this.#shapes = shapes;
    this.#table = table;
  }

  /** @param type undefined: a table alone */
  static async create(
    path: string,
    name: string,
    type: Shape['type'] | undefined,
    properties: readonly Property[],
    encoding: ExportSubject['encoding'],
  ): Promise<Layer> {
    const fields = fieldsOf(properties);
    const table = await DbfFile.create(path, fields, encoding);
    const shapes = type === undefined ? undefined : await GeometryFile.create(path, type);
    return new Layer(name, fields, shapes, table);
  }

  /** How many texts were longer than a column can be. */
  get cut(): number {
    return this.#table.cut;
  }

  /** Extensions of its files. */
  get extensions(): string[] {
    return this.#shapes === undefined ? ['dbf'] : ['shp', 'shx', 'dbf'];
  }

  async add({ id, properties }: FeatureRow, shape: Shape | undefined): Promise<void> {
    await this.#shapes?.add(shape);
    const [, ...fields] = this.fields;
    await this.#table.add([id, ...fields.map(({ property }) => cellOf(properties[property]))]);
    this.rows += 1;
  }

  async finish(): Promise<void> {
    await this.#shapes?.finish();
    await this.#table.finish();
  }

  async abandon(): Promise<void> {
    await this.#shapes?.abandon();
    await this.#table.abandon();
  }
}
