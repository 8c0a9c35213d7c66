/** Settings of retrieval, encoders, captions and models, with what is made of them. */
@NullMarked
package dev.locomo.rag.options;

import org.jspecify.annotations.NullMarked;
