package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * What an overlay of {@code deploy/kubernetes} comes to, as kustomize composes it, read by the
 * model of the Kubernetes API: a member that the API does not know is an error.
 */
record Manifests(Path folder, List<HasMetadata> objects) {
  static final Path ROOT = DocsPage.ROOT.resolve("deploy/kubernetes");

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "v1 PersistentVolumeClaim", PersistentVolumeClaim.class,
          "v1 ConfigMap", ConfigMap.class,
          "v1 Service", Service.class,
          "apps/v1 Deployment", Deployment.class,
          "apps/v1 StatefulSet", StatefulSet.class,
          "autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
          "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
          "batch/v1 Job", Job.class);

  /** The model's classes take any further member; here one that the API does not know is wrong. */
  static final ObjectMapper STRICT =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated a) {
                  return false;
                }
              });

  /** Names of all overlays. */
  static List<String> overlays() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT.resolve("overlays"))) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  /** Composes an overlay; the test is skipped where neither kubectl nor kustomize is there. */
  static Manifests of(String overlay) throws IOException, InterruptedException {
    Path folder = ROOT.resolve("overlays").resolve(overlay);
    Optional<List<String>> composing =
        Stream.of(List.of("kubectl", "kustomize"), List.of("kustomize", "build"))
            .filter(command -> onPath(command.getFirst()))
            .findFirst();
    Assumptions.assumeTrue(composing.isPresent(), "needs kubectl or kustomize");
    var command = new ArrayList<>(composing.orElseThrow());
    command.add(folder.toString());
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    var objects = new ArrayList<HasMetadata>();
    try (var documents = STRICT.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      while (documents.hasNext()) {
        objects.add(read(documents.next()));
      }
    }
    return new Manifests(folder, objects);
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** An object of the API. */
  static HasMetadata read(JsonNode document) throws IOException {
    String kind = document.path("apiVersion").asText() + " " + document.path("kind").asText();
    assertThat(KINDS).containsKey(kind);
    return STRICT.treeToValue(document, KINDS.get(kind));
  }

  <T> List<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Names of the objects of a kind. */
  List<String> names(Class<? extends HasMetadata> kind) {
    return all(kind).stream().map(HasMetadata::getMetadata).map(ObjectMeta::getName).toList();
  }

  /** The job that answers. */
  Job run() {
    return all(Job.class).stream()
        .filter(job -> job.getMetadata().getName().equals("locomo"))
        .findFirst()
        .orElseThrow();
  }

  /** What is set for all pods of locomo. */
  Map<String, String> settings() {
    return all(ConfigMap.class).getFirst().getData();
  }

  /** What pods are made from. */
  List<PodTemplateSpec> pods() {
    return objects.stream()
        .<PodTemplateSpec>mapMulti((object, pods) -> {
          switch (object) {
            case Job job -> pods.accept(job.getSpec().getTemplate());
            case Deployment deployment -> pods.accept(deployment.getSpec().getTemplate());
            case StatefulSet set -> pods.accept(set.getSpec().getTemplate());
            default -> {}
          }
        })
        .toList();
  }
}
