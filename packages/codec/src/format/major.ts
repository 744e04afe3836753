/* The major types of CBOR, shifted to their place in the first byte of an item; to be imported as `Major`. */

export const unsigned = 0x00;
export const negative = 0x20;
export const bytes = 0x40;
export const text = 0x60;
export const array = 0x80;
export const map = 0xa0;
export const tag = 0xc0;
