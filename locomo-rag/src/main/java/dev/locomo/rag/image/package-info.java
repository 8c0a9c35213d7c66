/**
 * Images as the published vision models' processors see them: decoded from untrusted bytes within
 * bounds, and resized, cropped and normalised as Pillow and its users do, to the bit.
 */
@NullMarked
package dev.locomo.rag.image;

import org.jspecify.annotations.NullMarked;
