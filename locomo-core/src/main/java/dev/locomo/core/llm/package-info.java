/** The port to a chat model and the decorators round it. */
@NullMarked
package dev.locomo.core.llm;

import org.jspecify.annotations.NullMarked;
