/**
 * Captions for many images: of a folder, or of the turns of a data set that share one, wherever
 * they are. Addresses in a data set are nobody's to trust, so only public ones are asked.
 */
@NullMarked
package dev.locomo.rag.caption;

import org.jspecify.annotations.NullMarked;
