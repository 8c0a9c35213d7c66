/**
 * Sends JSON to a provider and judges what comes back, once for all providers and kinds of call: a
 * total deadline, a bound on the size, no redirects, no key in any message.
 */
@NullMarked
package dev.locomo.core.llm.http;

import org.jspecify.annotations.NullMarked;
