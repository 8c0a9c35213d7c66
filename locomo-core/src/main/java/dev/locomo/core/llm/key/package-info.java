/** Keys of providers, where they come from. */
@NullMarked
package dev.locomo.core.llm.key;

import org.jspecify.annotations.NullMarked;
