/** The adapters to the providers: the only place that knows the library behind the port. */
@NullMarked
package dev.locomo.core.llm.langchain4j;

import org.jspecify.annotations.NullMarked;
