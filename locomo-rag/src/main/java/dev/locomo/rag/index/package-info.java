/** Where vectors and words of a database are looked up: exact search, BM25, Lucene. */
@NullMarked
package dev.locomo.rag.index;

import org.jspecify.annotations.NullMarked;
