import type {
  Geometry,
  GeometryCollection,
  GeometryLine,
  GeometryMultiLine,
  GeometryMultiPoint,
  GeometryMultiPolygon,
  GeometryPoint,
  GeometryPolygon,
  ValueKind,
} from "@surreal-sdk/values";
import { valueKind } from "@surreal-sdk/values";
import { Tag } from "./tag.ts";
import type { ValueWriter } from "./value-writer.ts";

const TAG = 0xc0;
const ARRAY = 0x80;

/** Writes a geometry, its coordinates as floats. */
export function writeGeometry(writer: ValueWriter, kind: ValueKind, value: object): void {
  switch (kind) {
    case "geometry-point":
      return writePoint(writer, value as GeometryPoint);
    case "geometry-line":
      return writeParts(writer, Tag.line, (value as GeometryLine).points);
    case "geometry-polygon":
      return writeParts(writer, Tag.polygon, (value as GeometryPolygon).rings);
    case "geometry-multi-point":
      return writeParts(writer, Tag.multiPoint, (value as GeometryMultiPoint).points);
    case "geometry-multi-line":
      return writeParts(writer, Tag.multiLine, (value as GeometryMultiLine).lines);
    case "geometry-multi-polygon":
      return writeParts(writer, Tag.multiPolygon, (value as GeometryMultiPolygon).polygons);
    case "geometry-collection":
      return writeParts(writer, Tag.collection, (value as GeometryCollection).geometries);
    default:
      writer.refuse({
        kind: "type",
        message: `is of the kind "${kind}", which this version of the codec cannot write.`,
      });
  }
}

function writePoint(writer: ValueWriter, point: GeometryPoint): void {
  writer.item.head(TAG, Tag.point);
  writer.item.head(ARRAY, 2);
  writer.item.float(point.longitude);
  writer.item.float(point.latitude);
}

function writeParts(writer: ValueWriter, tag: number, parts: readonly Geometry[]): void {
  writer.enter(parts);
  writer.item.head(TAG, tag);
  writer.item.head(ARRAY, parts.length);
  for (let index = 0; index < parts.length; index++) {
    writer.at(index);
    const part = parts[index] as Geometry;
    const kind = valueKind(part);
    if (kind === undefined) writer.refuse({ kind: "type", message: "is no geometry." });
    writeGeometry(writer, kind, part);
  }
  writer.leave();
}
