/** Pictures in requests, and what models are charged for them. */
@NullMarked
package dev.locomo.core.llm.picture;

import org.jspecify.annotations.NullMarked;
