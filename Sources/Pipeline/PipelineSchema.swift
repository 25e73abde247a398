/// The JSON Schema of pipeline files, with which editors complete and check them.
///
/// The one copy is `Schema/pipeline.schema.json` beside this file, compiled into the tool; `pipelines/pipeline.schema.json`
/// is a link to it. A schema sees one value at a time; `PipelineFile.pipeline()` is the authority on the whole file.
package enum PipelineSchema {
    package static var bytes: [UInt8] { PackageResources.pipeline_schema_json }
}
