/**
 * What stands between a caller and a provider: counting, cache, retries, cost limit, pace and key
 * rotation, each a {@link dev.locomo.core.llm.ChatLlm} round another.
 */
@NullMarked
package dev.locomo.core.llm.stack;

import org.jspecify.annotations.NullMarked;
