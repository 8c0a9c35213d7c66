/** Texts to vectors: the port to every encoder, and the cache of what they made. */
@NullMarked
package dev.locomo.rag.embed;

import org.jspecify.annotations.NullMarked;
