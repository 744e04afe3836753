/** The range of SurrealDB's datetimes, in seconds since 1970. */
export const MIN_SECONDS = -8_334_601_228_800;
export const MAX_SECONDS = 8_210_266_876_799;
/** The last nanosecond of a second. */
export const MAX_NANOS = 999_999_999;
/** The longest duration, in seconds. */
export const MAX_DURATION = 0xffff_ffff_ffff_ffffn;
