package dev.locomo.rag.causal.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  @TestFactory
  Stream<DynamicTest> templatesAreFilledInAsJinjaDoes() throws IOException {
    JsonNode golden;
    try (var in = TemplateTest.class.getResourceAsStream("../jinja.json")) {
      golden = JsonFiles.MAPPER.readTree(in);
    }
    var given = map(golden.get("given"));
    return StreamSupport.stream(golden.get("pieces").spliterator(), false)
        .map(piece -> {
          String template = piece.get("template").asText();
          return DynamicTest.dynamicTest(
              template,
              () ->
                  assertThat(Template.parse(template).filled(given))
                      .isEqualTo(piece.get("text").asText()));
        });
  }

  private static Map<String, Object> map(JsonNode json) {
    var map = new LinkedHashMap<String, Object>();
    json.properties().forEach(e -> map.put(e.getKey(), value(e.getValue())));
    return map;
  }

  private static Object value(JsonNode json) {
    if (json.isArray()) {
      var list = new ArrayList<Object>();
      json.forEach(item -> list.add(value(item)));
      return list;
    }
    return json.isObject()
        ? map(json)
        : json.isBoolean() ? json.asBoolean() : json.isNumber() ? json.asLong() : json.asText();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{% for i in range(5) %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}.|012.",
        "{% for i in range(5) %}{% if i is odd %}{% continue %}{% endif %}{{ i }}{% endfor %}|024",
        "{% for i in range(2) %}{% for j in range(9) %}{% if j == 1 %}{% break %}{% endif %}{{ j }}"
            + "{% endfor %}{{ i }}{% endfor %}|0001",
        "{{ strftime_now('%d %b %Y') }}|26 Jul 2024",
        "{{ strftime_now('%A, %B %-d; %Y-%m-%d %H:%M %%') }}|Friday, July 26; 2024-07-26 00:00 %",
        "{{ strftime_now is defined }}|True"
      })
  void loopsCanBeLeftAndTodayIsAlwaysTheSame(String template, String text) {
    assertThat(Template.parse(template).filled(Map.of())).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% break %}",
        "{% for i in range(2) %}{% macro m() %}{% continue %}{% endmacro %}{% endfor %}",
        "{{ strftime_now('%Q') }}"
      })
  void whatCannotBeLeftOrWrittenIsRefused(String template) {
    assertThatThrownBy(() -> Template.parse(template).filled(Map.of()))
        .isInstanceOf(JinjaError.class);
  }

  @Test
  void whatValuesSayIsNotEvaluated() {
    assertThat(Template.parse("{{ x }}").filled(Map.of("x", "{{ 7 * 7 }}{% raw %}")))
        .isEqualTo("{{ 7 * 7 }}{% raw %}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% if a %}",
        "{% endif %}",
        "{% for x a %}{% endfor %}",
        "{{ a b }}",
        "{{ (a }}",
        "{{ 'a }}",
        "{% include 'x' %}",
        "{{ a | nothing }}",
        "{{ a is nothing }}",
        "{{ }}",
        "{% set a %}",
        "{{ a[ }}",
        "{% if a %}{% else %}{% elif %}{% endif %}"
      })
  void malformedTemplatesAreRefused(String template) {
    assertThatThrownBy(() -> Template.parse(template)).isInstanceOf(JinjaError.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x | list == [1, 2]",
        "x == (x | list)",
        "[[1], [2]] == [[1], [2]] | list",
        "[1] in [[2], [1] | list]",
        "{'a': 1, 'b': 2} == {'b': 2, 'a': 1}",
        "x != [] and x != none and x != '[1, 2]'"
      })
  void listsAndMapsAreEqualByWhatTheyHold(String condition) {
    String template = "{{ " + condition + " }}";
    assertThat(Template.parse(template).filled(Map.of("x", List.of(1L, 2L)))).isEqualTo("True");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ missing.part }}",
        "{{ 'a' + 1 }}",
        "{{ 1 // 0 }}",
        "{{ x() }}",
        "{{ raise_exception('no') }}",
        "{% for a, b in [[1]] %}{% endfor %}",
        "{{ x[::0] }}",
        "{% for i in 5 %}{% endfor %}",
        "{{ 1 | items }}",
        "{{ 'a' | int }}",
        "{{ 1 is eq }}"
      })
  void whatCannotBeFilledInIsRefused(String template) {
    assertThatThrownBy(() -> Template.parse(template).filled(Map.of("x", List.of())))
        .isInstanceOf(JinjaError.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in range(1000000000) %}{% endfor %}",
        "{% for i in range(90000) %}{% for j in range(90000) %}x{% endfor %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor"
            + " %}",
        "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor"
            + " %}",
        "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor"
            + " %}",
        "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor"
            + " %}{{ n.x }}",
        "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor"
            + " %}{{ n.x | tojson }}",
        "{% set n = namespace(x='a') %}{% for i in range(60) %}{% set n.x = n.x | replace('a',"
            + " 'aaaa') %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = [n.x, n.x] | join(n.x)"
            + " %}{% endfor %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% set n = namespace(x=1) %}{% set n.x = n %}{{ n }}",
        "{{ [1] | tojson(indent=1000000000) }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 2 ** 100000000 }}",
        "a {# never closed",
      })
  void whatLoopsDoublesOrNestsWithoutEndIsRefused(String template) {
    assertThatThrownBy(() -> Template.parse(template).filled(Map.of()))
        .isInstanceOf(JinjaError.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "not ", "-"})
  void whatIsNestedTooDeepIsRefused(String opening) {
    assertThatThrownBy(() -> Template.parse("{{ " + opening.repeat(200_000) + " }}"))
        .isInstanceOf(JinjaError.class);
  }

  /** Each of them could once be a string or two signs, and all ways were tried. */
  @Test
  void manyEmptyStringsInATagThatNeverEndsAreSoonRefused() {
    String template = "{% for m in " + "''".repeat(500) + " i";
    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> refused(template))).isTrue();
  }

  private static boolean refused(String template) {
    try {
      Template.parse(template);
      return false;
    } catch (JinjaError e) {
      return true;
    }
  }
}
