/** Encoders behind an HTTP API. */
@NullMarked
package dev.locomo.rag.embed.openai;

import org.jspecify.annotations.NullMarked;
