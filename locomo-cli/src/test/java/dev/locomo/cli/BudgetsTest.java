package dev.locomo.cli;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How long things may be, read from the sources. Parameters are those of methods and of
 * constructors; a record may have more components, because each has a name where it is used.
 */
class BudgetsTest {
  private static final int FILE_LINES = 300;
  private static final int METHOD_LINES = 60;
  private static final int PARAMETERS = 4;
  private static final int COMPONENTS = 15;
  private static final int PACKAGE_TYPES = 15;
  private static final int OWN_TYPE_LINES = 12;
  private static final int ALL_LINES = 111_672;
  private static final int VERB_LINES = 8_000;

  private static final Path ROOT = Path.of(System.getProperty("locomo.root", ".."));
  private static final List<String> MODULES =
      List.of("core", "rag", "gen", "eval", "services", "cli");
  private static final Pattern NO_NAME = Pattern.compile("\\w*(Utils?|Helpers?|Manager|Impl)");

  /** A file of the program, with the names of the types and packages that it imports. */
  private record Source(
      Path file, String text, String packageName, Set<String> imports, boolean test) {
    long lines() {
      return text.lines().count();
    }

    @Override
    public String toString() {
      return "%s has %d lines".formatted(ROOT.relativize(file), lines());
    }
  }

  /**
   * A type or a method.
   *
   * @param size how many parameters or components
   * @param commented whether it has a comment, or needs none as what it overrides has one
   */
  private record Part(
      Source in, Kind kind, String name, int lines, int size, boolean commented, Tree tree) {
    boolean topLevel() {
      return kind != Kind.METHOD && !name.contains(".");
    }

    @Override
    public String toString() {
      return "%s (%s: %d lines, %d parameters or components)"
          .formatted(name, ROOT.relativize(in.file), lines, size);
    }
  }

  private static final List<Source> SOURCES = new ArrayList<>();
  private static final List<Part> PARTS = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    var files = new ArrayList<Path>();
    for (String module : MODULES) {
      try (Stream<Path> all = Files.walk(ROOT.resolve("locomo-" + module).resolve("src"))) {
        all.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
      }
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    var manager = compiler.getStandardFileManager(null, null, null);
    var units = manager.getJavaFileObjectsFromPaths(files);
    var task = (JavacTask) compiler.getTask(null, manager, null, List.of(), null, units);
    for (CompilationUnitTree unit : task.parse()) {
      Path file = Path.of(unit.getSourceFile().toUri());
      var imports = new HashSet<String>();
      for (ImportTree one : unit.getImports()) {
        imports.add(one.getQualifiedIdentifier().toString());
      }
      String packageName = String.valueOf(unit.getPackageName());
      boolean test = file.toString().replace('\\', '/').contains("/src/test/");
      var source = new Source(file, Files.readString(file), packageName, imports, test);
      SOURCES.add(source);
      if (!test && !file.endsWith("package-info.java")) {
        new Measure(source, unit, DocTrees.instance(task)).scan(unit, "");
      }
    }
  }

  private static final class Measure extends TreeScanner<Void, String> {
    private final Source source;
    private final CompilationUnitTree unit;
    private final DocTrees trees;

    Measure(Source source, CompilationUnitTree unit, DocTrees trees) {
      this.source = source;
      this.unit = unit;
      this.trees = trees;
    }

    private int lines(Tree tree) {
      var places = trees.getSourcePositions();
      long end = places.getEndPosition(unit, tree);
      long start = places.getStartPosition(unit, tree);
      var map = unit.getLineMap();
      return end < 0 ? 0 : (int) (map.getLineNumber(end) - map.getLineNumber(start)) + 1;
    }

    @Override
    public Void visitClass(ClassTree type, String in) {
      long components =
          type.getMembers().stream()
              .filter(m -> m instanceof VariableTree v && !isStatic(v))
              .count();
      int size = type.getKind() == Kind.RECORD ? (int) components : 0;
      String name = in + type.getSimpleName();
      PARTS.add(new Part(source, type.getKind(), name, lines(type), size, commented(type), type));
      type.getMembers()
          .forEach(m -> {
            if (m instanceof MethodTree method) {
              boolean canonical = type.getKind() == Kind.RECORD && method.getReturnType() == null;
              int parameters = canonical ? 0 : method.getParameters().size();
              String called = name + "." + method.getName();
              PARTS.add(
                  new Part(
                      source,
                      Kind.METHOD,
                      called,
                      lines(method),
                      parameters,
                      commented(method),
                      method));
            }
          });
      return super.visitClass(type, name + ".");
    }

    private boolean commented(Tree tree) {
      String comment = trees.getDocComment(trees.getPath(unit, tree));
      return comment != null && !comment.isBlank();
    }

    private static boolean isStatic(VariableTree field) {
      return field.getModifiers().getFlags().contains(Modifier.STATIC);
    }
  }

  private static Stream<Part> types() {
    return PARTS.stream().filter(part -> part.kind() != Kind.METHOD);
  }

  private static Stream<Part> methods() {
    return PARTS.stream().filter(part -> part.kind() == Kind.METHOD);
  }

  private static Stream<Source> mainFiles() {
    return SOURCES.stream().filter(source -> !source.test());
  }

  @Test
  void theWholeProgramIsRead() {
    assertThat(types().filter(Part::topLevel).count()).isGreaterThan(500);
  }

  @Test
  void noFileIsLong() {
    assertThat(mainFiles().filter(s -> s.lines() > FILE_LINES)).isEmpty();
  }

  @Test
  void noMethodIsLong() {
    assertThat(methods().filter(method -> method.lines() > METHOD_LINES)).isEmpty();
  }

  @Test
  void noMethodTakesMoreParametersThanAreEasilyToldApart() {
    assertThat(methods().filter(method -> method.size() > PARAMETERS)).isEmpty();
    assertThat(types().filter(type -> type.size() > COMPONENTS)).isEmpty();
  }

  @Test
  void noPackageHoldsMoreTypesThanCanBeOverlooked() {
    var sizes =
        types()
            .filter(Part::topLevel)
            .collect(groupingBy(p -> p.in().packageName(), TreeMap::new, counting()));
    sizes.values().removeIf(size -> size <= PACKAGE_TYPES);
    assertThat(sizes.keySet())
        .as("packages of more than %d types: %s", PACKAGE_TYPES, sizes)
        .isEmpty();
  }

  @Test
  void noNameSaysNothing() {
    assertThat(types().filter(type -> NO_NAME.matcher(type.name()).matches())).isEmpty();
  }

  @Test
  void theProgramDoesNotGrow() {
    assertThat(mainFiles().mapToLong(Source::lines).sum())
        .as("lines of all main code: what is added is paid for, and the limit goes down only")
        .isLessThanOrEqualTo(ALL_LINES);
    assertThat(
            mainFiles()
                .filter(f -> f.file().toString().contains("locomo-cli"))
                .mapToLong(Source::lines)
                .sum())
        .as("lines of the verbs, which are thin")
        .isLessThan(VERB_LINES);
  }

  /** What another file needs: named by an import or a list of services, or called unnamed. */
  @Test
  void aTypeIsPublicOnlyWhereAnotherPackageNeedsIt() throws IOException {
    JavaClasses compiled = ArchitectureTest.program();
    String services = services();
    var forNothing = new ArrayList<String>();
    types()
        .filter(Part::topLevel)
        .forEach(type -> {
          String name = type.in().packageName() + "." + type.name();
          boolean needed =
              services.contains(name)
                  || isStarted(type)
                  || SOURCES.stream().anyMatch(other -> isImported(type, name, other))
                  || isUsedOutside(compiled, type.in().packageName(), name);
          if (isPublic(type) && !needed) {
            forNothing.add(name);
          }
        });
    assertThat(forNothing).isEmpty();
  }

  @Test
  void whatIsPublicSaysWhatItIs() {
    assertThat(types().filter(type -> isPublic(type) && !type.commented())).isEmpty();
    assertThat(methods().filter(method -> isPublic(method) && !method.commented()))
        .filteredOn(method -> !isOverride(method) && !method.name().endsWith("<init>"))
        .isEmpty();
  }

  private static ModifiersTree modifiers(Part part) {
    return part.tree() instanceof ClassTree type
        ? type.getModifiers()
        : ((MethodTree) part.tree()).getModifiers();
  }

  private static boolean isPublic(Part part) {
    return modifiers(part).getFlags().contains(Modifier.PUBLIC);
  }

  private static boolean isOverride(Part method) {
    return modifiers(method).getAnnotations().stream()
        .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
  }

  private static String services() throws IOException {
    var services = new StringBuilder();
    for (String module : MODULES) {
      Path folder =
          ROOT.resolve("locomo-" + module).resolve("src/main/resources/META-INF/services");
      if (Files.isDirectory(folder)) {
        try (Stream<Path> lists = Files.list(folder)) {
          for (Path list : lists.toList()) {
            services.append(Files.readString(list)).append('\n');
          }
        }
      }
    }
    return services.toString();
  }

  private static boolean isStarted(Part type) {
    return type.in().text().contains("public static void main(String[] args)");
  }

  private static boolean isImported(Part type, String name, Source by) {
    return !by.packageName().equals(type.in().packageName())
        && by.imports().stream().anyMatch(i -> i.equals(name) || i.startsWith(name + "."));
  }

  private static boolean isUsedOutside(JavaClasses compiled, String packageName, String name) {
    return compiled.stream()
        .filter(c -> c.getName().equals(name) || c.getName().startsWith(name + "$"))
        .flatMap(c -> c.getDirectDependenciesToSelf().stream())
        .map(d -> d.getOriginClass())
        .map(JavaClass::getPackageName)
        .anyMatch(origin -> !origin.equals(packageName));
  }

  @Test
  void aFewLinesThatOneOwnerUsesAreNoTypeOfTheirOwn() {
    var all = mainFiles().toList();
    var small =
        types()
            .filter(p -> p.topLevel() && p.kind() == Kind.CLASS && p.lines() < OWN_TYPE_LINES)
            .filter(p -> ((ClassTree) p.tree()).getExtendsClause() == null)
            .filter(p -> ((ClassTree) p.tree()).getImplementsClause().isEmpty());
    assertThat(small.filter(p -> users(p, all) < 2)).isEmpty();
  }

  private static long users(Part type, List<Source> all) {
    var name = Pattern.compile("\\b" + type.name() + "\\b");
    return all.stream()
        .filter(
            source -> !source.file().equals(type.in().file()) && name.matcher(source.text()).find())
        .count();
  }
}
