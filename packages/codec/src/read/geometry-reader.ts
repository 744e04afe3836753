import type { Geometry } from "@surreal-sdk/values";
import {
  GeometryCollection,
  GeometryLine,
  GeometryMultiLine,
  GeometryMultiPoint,
  GeometryMultiPolygon,
  GeometryPoint,
  GeometryPolygon,
  valueKind,
} from "@surreal-sdk/values";
import * as Tag from "../format/tag.ts";
import * as Cost from "./cost.ts";
import type { TaggedContent } from "./tagged-content.ts";

const ANY = Number.POSITIVE_INFINITY;

/** Reads a geometry; `undefined` when the tag is not one of a geometry. */
export function readGeometry(content: TaggedContent): Geometry | undefined {
  switch (content.tag) {
    case Tag.point:
      content.array(2, 2);
      return GeometryPoint.unchecked(content.number(), content.number());
    case Tag.line:
      return GeometryLine.unchecked(parts<GeometryPoint>(content, "geometry-point"));
    case Tag.polygon:
      return GeometryPolygon.unchecked(parts<GeometryLine>(content, "geometry-line"));
    case Tag.multiPoint:
      return GeometryMultiPoint.unchecked(parts<GeometryPoint>(content, "geometry-point"));
    case Tag.multiLine:
      return GeometryMultiLine.unchecked(parts<GeometryLine>(content, "geometry-line"));
    case Tag.multiPolygon:
      return GeometryMultiPolygon.unchecked(parts<GeometryPolygon>(content, "geometry-polygon"));
    case Tag.collection:
      return GeometryCollection.unchecked(parts<Geometry>(content, "geometry-"));
    default:
      return undefined;
  }
}

function parts<Part>(content: TaggedContent, kind: string): Part[] {
  const count = content.array(0, ANY);
  content.reader.charge(Cost.array + count * Cost.place);
  const read: Part[] = [];
  for (let index = 0; index < count; index++) {
    const part = content.value();
    if (valueKind(part)?.startsWith(kind) !== true)
      content.refuse(`holds something other than a ${kind.replace(/-$/, "")}`);
    read.push(part as Part);
  }
  return read;
}
